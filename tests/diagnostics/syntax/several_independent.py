def first():
    retrun 5

def second(a, a):
    pass

class Third:
    return 3

while True
    x = 1 +
    break

print("end)
