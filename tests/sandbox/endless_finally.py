# limits: instructions=100000
# ends: instructions
try:
    while True:
        pass
finally:
    print("ESCAPED")
    while True:
        pass
