def primed(f):
    def start(*args):
        g = f(*args)
        next(g)
        return g

    return start


@primed
def printer():
    try:
        while True:
            print("out:", (yield))
    finally:
        print("printer closed")


@primed
def grep(word, target):
    try:
        while True:
            line = yield
            if word in line:
                target.send(line)
    finally:
        target.close()


@primed
def averager():
    total = count = 0
    average = None
    while True:
        value = yield average
        total += value
        count += 1
        average = total / count


g = grep("hob", printer())
for line in ["a hob", "a pan", "hobs"]:
    g.send(line)
g.close()
a = averager()
print("[a.send(x) for x in (10, 20, 60)] =", [a.send(x) for x in (10, 20, 60)])


def permutations(items):
    if len(items) <= 1:
        yield items
    for i in range(len(items) if len(items) > 1 else 0):
        for rest in permutations(items[:i] + items[i + 1 :]):
            yield items[i : i + 1] + rest


print(list(permutations("abc")))
