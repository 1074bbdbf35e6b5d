"""zip, map and zip_longest over many iterables, and starmap over every kind of arguments."""
from itertools import starmap, zip_longest


class Own(tuple):
    def __iter__(self):
        return iter((9, 1))


kept = list(zip("abcdef", [1, 2, 5], range(3), "xyzuv", (1, 2, 3, 4)))
print("zip of five =", kept)
print("zip of none and one =", list(zip()), list(zip("ab")), list(zip("ab", strict=True)))
for last in ([1], [1, 2], [1, 2, 3]):
    try:
        print("strict", last, "=", list(zip([1, 2], "ab", last, strict=True)))
    except ValueError as error:
        print("strict", last, "error", error)
print("map over seven =", list(map(lambda *items: "".join(items), *["abc"] * 7)))
print("longest of five =", list(zip_longest("abcdef", [1, 2], range(3), "xyzuv", (), fillvalue=0)))
print("longest of none and one =", list(zip_longest()), list(zip_longest("ab")))


def failing():
    yield 1
    raise KeyError("source")


for name, made in (
    ("zip", zip("abc", failing(), range(3))),
    ("map", map(max, range(3), failing(), range(3))),
    ("zip_longest", zip_longest("abc", failing(), range(3))),
):
    taken = []
    try:
        for item in made:
            taken.append(item)
    except KeyError as error:
        print(name, "after", taken, "error", error, "then", next(made, "end"))

rows = [(1, 2), [3, 4], "ab", Own((5, 6)), iter((7, 8)), {10: 0, 11: 0}]
print("starmap =", list(starmap(max, rows)))
print("starmap of no arguments =", list(starmap(dict, [(), []])))
for wrong in ([1], [(1, 2, 3, 4)]):
    try:
        print(list(starmap(pow, wrong)))
    except TypeError as error:
        print("starmap", wrong, "error", error)
