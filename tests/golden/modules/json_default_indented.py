"""Objects that `default` turns into containers are indented like other containers."""
import json


class Point:
    def __init__(self, **parts):
        self.__dict__ = parts


class Encoder(json.JSONEncoder):
    def default(self, value):
        return vars(value)


tree = Point(a=1, b=Point(c=[1, Point(d=2), Point()]), e=())
for options in ({"indent": 4, "default": vars}, {"indent": "\t", "default": vars, "sort_keys": True},
                {"indent": 1, "cls": Encoder}, {"indent": 0, "default": vars}, {"default": vars}):
    print("options:", *sorted(options))
    print(json.dumps(tree, **options))
print("twice:", json.dumps([Point(a=Point())], indent=2, default=lambda value: vars(value) or None))
print("a list of them:", json.dumps([tree, [tree]], indent=2, default=vars))
