# Copies between sets and dicts use the hashes that they know.
class Counted(int):
    count = 0

    def __hash__(self):
        Counted.count += 1
        return super().__hash__()


def hashed(what, make):
    before = Counted.count
    result = make()
    print(what, "hashes", Counted.count - before, "keys, gives", len(result))


keys = [Counted(i) for i in range(10)]
table, some, fixed = dict.fromkeys(keys), set(keys), frozenset(keys)
few = set(keys[:2])
hashed("set(dict)", lambda: set(table))
hashed("frozenset(dict)", lambda: frozenset(table))
hashed("set - dict", lambda: some.difference(table))
hashed("small set - dict", lambda: few.difference(table))
hashed("set ^ dict", lambda: some.symmetric_difference(table))
hashed("fromkeys(dict)", lambda: dict.fromkeys(table))
hashed("fromkeys(set)", lambda: dict.fromkeys(some))
hashed("fromkeys(frozenset, value)", lambda: dict.fromkeys(fixed, 7))
hashed("fromkeys(list)", lambda: dict.fromkeys(keys))


def minus(other):
    result = set(some)
    result.difference_update(other)
    return result


hashed("set -= dict", lambda: minus(table))
print(dict.fromkeys({1: 2, 3: 4}, "x"), dict.fromkeys({5}, 6), dict.fromkeys("ab"))
