def take(n, it):
    return [x for x, _ in zip(it, range(n))]


def count(start=0):
    while True:
        yield start
        start += 1


def window(it, n):
    it = iter(it)
    seen = take(n, it)
    while len(seen) == n:
        yield tuple(seen)
        try:
            seen = seen[1:] + [next(it)]
        except StopIteration:
            return


def interleave(*its):
    its = [iter(i) for i in its]
    while its:
        for it in list(its):
            try:
                yield next(it)
            except StopIteration:
                its.remove(it)


def unique(it, key=lambda x: x):
    seen = set()
    for x in it:
        if (k := key(x)) not in seen:
            seen.add(k)
            yield x


def primes():
    found = []
    for n in count(2):
        if all(n % p for p in found):
            found.append(n)
            yield n


print(take(3, count(5)), list(window("abcde", 3)), "".join(interleave("ace", "bd", "f")))
print("list(unique(\"abracadabra\")) =", list(unique("abracadabra")))
print("list(unique([1, -1, 2], abs)) =", list(unique([1, -1, 2], abs)))
print("take(10, primes()) =", take(10, primes()))
it = iter(range(10))
for x in it:
    print(x, next(it, None), end="; ")
print()
a, b = iter("abc"), iter([1, 2])
print("[*zip(a, b)] =", [*zip(a, b)])
print("list(a) =", list(a))
print("[list(g) for g in (filter(str.isalpha, \"a1b2\"), map(ord, ... =", [list(g) for g in (filter(str.isalpha, "a1b2"), map(ord, "ab"), enumerate("x", 9), reversed([1, 2]))])
d = {"x": 1, "y": 2}
for (k, v), i in zip(d.items(), count()):
    print(i, k, v)
print("sorted(d, key=d.__getitem__, reverse=True) =", sorted(d, key=d.__getitem__, reverse=True))
print("min(d.values()) =", min(d.values()))
print("sum(v for _, v in sorted(d.items())) =", sum(v for _, v in sorted(d.items())))
