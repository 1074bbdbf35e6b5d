# limits: instructions=100000
# ends: instructions
while True:
    try:
        while True:
            pass
    except BaseException:
        print("ESCAPED")
