# An iterator over a dict notices keys that take the place of others.
def show(name, make):
    try:
        print(name, make())
    except RuntimeError as error:
        print(name, "RuntimeError:", error)


def replace(part):
    def run():
        d = {0: 0}
        seen = []
        for item in getattr(d, part)():
            seen.append(item)
            del d[0]
            d[0] = 0
        return seen
    return run


def last():
    d = {1: 1, 2: 2}
    for k in d:
        if k == 2:
            del d[2]
            d[2] = 0


def temporary():
    d = {1: 1, 2: 2}
    seen = []
    for k in d:
        d["temporary"] = 1
        del d["temporary"]
        seen.append(k)
    return seen


for part in ("keys", "values", "items"):
    show(part, replace(part))
show("last", last)
show("temporary", temporary)

d = {i: i for i in range(100)}
for i in range(100):
    del d[i]
    d[i + 100] = i
print("renewed", len(d), next(iter(d)), d.popitem())
while d:
    d.pop(next(reversed(d)))
d["new"] = 1
print("emptied", d)
