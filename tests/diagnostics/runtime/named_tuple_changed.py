from collections import namedtuple

Point = namedtuple("Point", "x y")
corner = Point(3, 4)
corner.x = 5
