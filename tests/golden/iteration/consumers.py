"""Consumers of iterators written in C: what they have taken when the program looks, or an error ends them."""

import itertools

taken, items = [], []


def look(value):
    taken.append(len(items))
    return value


items.extend(map(look, range(6)))
print("seen while extending =", taken, items)


def stops(value):
    if value == 3:
        raise StopIteration
    return value


print("list, sum, set of what stops =", list(map(stops, range(9))), sum(map(stops, range(9))), sorted(set(map(stops, range(9)))))
print("all, any of what stops =", all(map(stops, [1, 2, 3, 0])), any(map(stops, [0, 0, 3, 1])))
try:
    items.extend(map(lambda n: 6 // (2 - n), range(5)))
except ZeroDivisionError as e:
    print("after an error =", e, items)
pair = [1, 2]
pair.extend(reversed(pair))
pair.extend(iter(pair[:2]))
pair += b"xy"
print("from itself and bytes =", pair)
rest = iter([1, 2, 3, 4, 5, 6])
print("a key that advances the iterator =", max(itertools.chain(rest), key=lambda n: next(rest, 0)))
mixed = itertools.chain([1, 2], (3, 4), [5.5], range(3), [True])
print("sum of a chain =", sum(mixed), list(mixed))
print("part of a chain =", list(itertools.islice(itertools.chain([1, 2], (3, 4), "ab", range(3)), 1, 7)))
kept = set("ab")
kept.update(map(str, [4, 5]), itertools.repeat("a", 3), reversed(["c"]))
print("set =", sorted(kept), len(kept))
print("any leaves the rest =", any(left := iter([0, 0, 1, 2])), list(left))
print("any of a map leaves the rest =", any(left := map(int, "00120")), list(left))


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        print("  asked", self.value)
        return self.value


print("all asks =", all(map(Truth, [True, True, False, True])))
values = {i: i * i for i in range(10)}
print("values =", sum(values.values()), sum(values), list(values.values())[-3:], [*values.items()][:2])
