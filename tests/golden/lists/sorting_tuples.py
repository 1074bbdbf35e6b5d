"""Sorted tuples: by items of one type in each place, and by others."""

rows = [(2, "b"), (1, "c"), (2, "a"), (1, "b"), (2, "a")]
print("ints, then strings =", sorted(rows), sorted(rows, reverse=True))
print("stable by key =", sorted(range(5), key=lambda i: rows[i]), sorted(range(5), key=lambda i: rows[i], reverse=True))
print("floats =", sorted([(0.0, 2), (-0.0, 1), (float("inf"), 0), (-1.5, 0), (-float("inf"), 3), (1e-300, 4)]))
print("long strings =", sorted([("abcdefghij", 1), ("abcdefgh", 2), ("abcdefghi", 3), ("abcdefgh\0", 4), ("é", 5), ("", 6)]))
print("negative ints =", sorted([(0,), (-1,), (-(2**40),), (2**40,), (1,)]))
print("large ints =", sorted([(2**70, 1), (-(2**70), 2), (5, 3), (2**70, 0)]))
print("lengths =", sorted([(1, 2), (1,), (), (1, 2, 3), (0, 9)]))
print("nested =", sorted([((1, 2), 3), ((1, 1), 4), ((0,), 5)]))
print("mixed numbers =", sorted([(1, "a"), (1.0, "b"), (True, "c"), (0.5, "d")]))
print("not compared after a difference =", sorted([(2, None), (1, {}), (3, print)])[0])
nan = float("nan")
print("NaN =", sorted([(nan, 2), (nan, 1), (0.0, 3)]))


class Named:
    def __init__(self, name):
        self.name = name

    def __lt__(self, other):
        print("  ", self.name, "<", other.name)
        return self.name < other.name

    def __repr__(self):
        return self.name


print("methods after equal items =", sorted([(1, Named("c")), (1, Named("b")), (0, Named("z")), (1, Named("a"))]))
for bad in ([(1, "a"), (1, 2)], [(1, None), (1, None), (1, {})], [(1,), 1]):
    try:
        print("sorted =", sorted(bad))
    except TypeError as e:
        print("error =", e)
many = [(i * 7919 % 101, str(i * 31 % 17), i % 3) for i in range(2000)]
order = sorted(many)
print("many =", order == sorted(order), order[0], order[999], order[-1], sorted(many, reverse=True)[3])
