# Hashes of tuples in tuples, of derived classes and of items that have none.
from collections import namedtuple

Point = namedtuple("Point", "x y z")


class Five(tuple):
    def __hash__(self):
        return 5


print(hash(((1, 2), (3, (4.5, True)))))
print("own hash inside =", hash((1, (2, Five((1,))))) == hash((1, (2, 5))))
print("named tuples =", hash(Point(1, 2, Point(3, 4, 5))) == hash((1, 2, (3, 4, 5))))
print(hash(tuple(range(1000))), hash((tuple(range(20)), ())))
for unhashable in [(1, []), ((1, (2, {})),), (1,) * 100 + ([],), (Point(1, 2, set()),)]:
    try:
        hash(unhashable)
    except TypeError as error:
        print(error)
deep = ()
for _ in range(1000):
    deep = (deep,)
print(hash(deep))
