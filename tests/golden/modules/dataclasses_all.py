from dataclasses import FrozenInstanceError, asdict, astuple, dataclass, field, fields, replace


@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)


p, q = Point(1), Point(1, 0, [])
print(p, p == q, p is q, p.tags is q.tags, repr(Point(2, y=3)))
p.tags.append("a")
print(p, q, asdict(p), astuple(p), replace(p, x=9), [f.name for f in fields(Point)], Point.__match_args__)


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = field(default=0)
    label: str = field(default="", compare=False, repr=False)


a, b = Version(1, 2), Version(1, 10, "x")
print(a < b, max(a, b), sorted([b, a]), hash(a) == hash(Version(1, 2, "other")), {a: 1}[Version(1, 2)])
try:
    a.major = 5
except FrozenInstanceError as error:
    print(error)


@dataclass
class Base:
    a: int

    def __post_init__(self):
        self.total = self.a * 2


@dataclass(kw_only=True)
class Child(Base):
    b: int = 1
    c: int = field(init=False, default=7)


c = Child(3, b=4)
print(c, c.total, c.c, Child.__mro__[1] is Base)


@dataclass(slots=True)
class Slotted:
    v: int


s = Slotted(1)
try:
    s.w = 1
except AttributeError as error:
    print(error)
for bad in ("Point()", "Point(1, 2, 3, 4)", "Child(1, 2)", "Version(z=1)"):
    try:
        eval(bad)
    except TypeError as error:
        print(error)
try:
    @dataclass
    class Bad:
        x: int = 1
        y: int
except TypeError as error:
    print(error)
try:
    @dataclass
    class Mutable:
        x: list = []
except ValueError as error:
    print(error)
print("Point(1) == (1, 0, []) =", Point(1) == (1, 0, []))
print("Point(1) != Point(2) =", Point(1) != Point(2))
print("a == b =", a == b)
try:
    hash(p)
except TypeError as error:
    print(error)


# Annotations that are texts.
import dataclasses as dc
import typing
import typing as t


@dc.dataclass
class Texts:
    plain: "int"
    listed: "list[int]" = dc.field(default_factory=list)
    shared: "typing.ClassVar[int]" = 1
    renamed: "t.ClassVar" = 2
    given: "dc.InitVar[int]" = 3
    other: "nowhere.ClassVar" = 4

    def __post_init__(self, given):
        self.sum = self.plain + given


print(Texts(1, given=5), Texts(1, given=5).sum, [f.name for f in dc.fields(Texts)])
print(dc.make_dataclass("Made", ["a", ("b", int, 2)])(1), dc.make_dataclass("Made", []).__module__)
