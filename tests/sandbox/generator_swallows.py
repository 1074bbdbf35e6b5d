# limits: instructions=100000
# ends: instructions
def numbers():
    while True:
        try:
            while True:
                pass
        except BaseException:
            print("ESCAPED")
        yield 1

for n in numbers():
    print("ESCAPED")
