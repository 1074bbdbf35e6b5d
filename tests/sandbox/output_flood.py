# limits: output=1M
# ends: output
while True:
    try:
        print("x" * 1000)
    except BaseException:
        pass
