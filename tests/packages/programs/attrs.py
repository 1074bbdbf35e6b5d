"""Classes with slots, validators, converters, comparison, evolution and hooks."""
import attr
import attrs
from attrs import define, field, frozen, validators


@define
class Point:
    x: int = field(validator=validators.instance_of(int))
    y: int = field(default=0, converter=int)
    tags: list = field(factory=list, repr=False, eq=False)

    @x.validator
    def small(self, attribute, value):
        if value > 100:
            raise ValueError(f"{attribute.name} is too large")


@frozen(order=True)
class Version:
    major: int
    minor: int = 0


@define
class Base:
    a: int

    def __attrs_post_init__(self):
        self.a += 1


@define
class Derived(Base):
    b: str = field(kw_only=True)

    def parent(self):
        return super().__repr__()


print("repr:", Point(1, "2"), Point(3).tags)
for bad in ("a", 101):
    try:
        Point(bad)
    except (TypeError, ValueError) as error:
        print("refused:", type(error).__name__, error.args[0])
try:
    Point(1).z = 5
except AttributeError as error:
    print("slots:", error)
print("order:", sorted([Version(2), Version(1, 5), Version(1)]), hash(Version(1)) == hash(Version(1)))
try:
    Version(1).major = 2
except attrs.exceptions.FrozenInstanceError as error:
    print("frozen:", error)
print("derived:", Derived(1, b="x"), attrs.asdict(Derived(1, b="x")), Derived(1, b="y").parent())
print("evolve:", attrs.evolve(Version(1), minor=9))
print("fields:", [a.name for a in attrs.fields(Point)], attr.astuple(Point(1, 2)))
Made = attrs.make_class("Made", {"k": field(default=1), "v": field(factory=dict)})
print("made:", Made(), Made() == Made(v={}))
