from enum import Enum, Flag, IntEnum, StrEnum, auto, unique


class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1

    def describe(self):
        return f"{self.name.lower()} is {self.value}"

    @classmethod
    def default(cls):
        return cls.GREEN


print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["RED"], Color.CRIMSON is Color.RED)
print(list(Color), len(Color), Color.RED.describe(), Color.default(), Color.RED in Color, 1 in Color, 9 in Color, Color.__members__.keys())
print(Color.RED == 1, Color.RED == Color.RED, Color.RED != Color.GREEN, hash(Color.RED) == hash(Color.RED), isinstance(Color.RED, Color), type(Color.RED), {Color.RED: "r"}[Color.RED], f"{Color.RED} {Color.RED!r}")
for bad in ("Color(5)", "Color['BLUE']", "Color.BLUE", "Color.RED < Color.GREEN"):
    try:
        eval(bad)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        print(type(error).__name__, error)
try:
    Color.RED = 5
except AttributeError as error:
    print(error)


class Level(IntEnum):
    LOW = auto()
    HIGH = auto()


print(Level.LOW < Level.HIGH, Level.HIGH + 1, Level.LOW == 1, sorted([Level.HIGH, Level.LOW]), f"{Level.LOW}", repr(Level.LOW))


class Word(StrEnum):
    HELLO = auto()
    BYE = "goodbye"


print(Word.HELLO, Word.BYE.upper(), Word("goodbye"), Word.HELLO == "hello")


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


print(Perm.R | Perm.X, Perm.RW, Perm.R in Perm.RW, Perm.X in Perm.RW, Perm(0), ~Perm.R, (Perm.R | Perm.W) is Perm.RW, list(Perm.RW), repr(Perm.R | Perm.X))
Animal = Enum("Animal", "CAT DOG")
print(list(Animal), Animal.CAT.value)


class Planet(Enum):
    EARTH = (5.97, 6.37)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius


print("Planet.EARTH.mass =", Planet.EARTH.mass)
print("Planet.EARTH.value =", Planet.EARTH.value)
try:
    @unique
    class Dup(Enum):
        A = 1
        B = 1
except ValueError as error:
    print(error)
match Color.GREEN:
    case Color.RED:
        print("no")
    case Color.GREEN:
        print("matched")


class Permission(Flag):
    """Not in the order of its bits."""

    READ = 4
    WRITE = 2
    RUN = 1
    BOTH = READ | WRITE


print(Permission.READ | Permission.RUN, ~Permission.READ, list(Permission.BOTH), list(Permission), Permission(3))
