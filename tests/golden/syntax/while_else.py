n = 0
while n < 3:
    print("n", n)
    n += 1
else:
    print("ran out")
while n:
    n -= 1
    if n == 1:
        print("break at 1")
        break
else:
    print("not reached")
n = 5
while n > 0:
    n -= 1
    if n % 2:
        continue
    print("even", n)
while False:
    print("never")
else:
    print("else of an empty loop")
outer = 0
while outer < 3:
    outer += 1
    inner = 0
    while True:
        inner += 1
        if inner == outer:
            break
    else:
        print("never")
    if outer == 2:
        continue
    print(outer, inner)
