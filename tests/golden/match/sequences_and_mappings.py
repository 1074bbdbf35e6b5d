def f(x):
    match x:
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [1, *rest]:
            return f"starts with 1, rest {rest}"
        case (a, b) if a == b:
            return f"pair of {a}"
        case [a, [b, *_], *c]:
            return f"nested {a} {b} {c}"
        case [*_, last]:
            return f"last {last}"
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"type": t, **others}:
            return f"{t} with {others}"
        case {1: "one" | "uno" as word}:
            return word
        case {}:
            return f"mapping of {len(x)}"
        case str() | bytes():
            return "strings are no sequences"
    return "nothing"
import collections.abc


for x in ([], [7], [1, 2, 3], (4, 4), [2, [3, 4], 5], [2, 3, 4], {"type": "circle", "r": 2, "z": 0}, {"type": "square", "side": 1}, {1: "uno"}, {1: "three"}, {}, "abc", b"xy", {1, 2}, range(3), iter([1])):
    print(f(x), end="; ")
print()


def commands(text):
    match text.split():
        case ["go", ("north" | "south") as way]:
            return f"going {way}"
        case ["take", item, *more]:
            return f"taking {item} and {len(more)} more"
        case ["quit" | "exit"]:
            return "bye"
        case [unknown, *_]:
            return f"what is {unknown}?"
        case _:
            return "silence"


for text in ("go north", "go up", "take pan", "take pan lid", "exit", "", "dance"):
    print(commands(text))
match {"a": {"b": [1, {"c": 2}]}}:
    case {"a": {"b": [_, {"c": deep}]}}:
        print("deep =", deep)
try:
    compile("match x:\n case a: pass\n case b: pass", "", "exec")
except SyntaxError as error:
    print(error.msg)
try:
    compile("match x:\n case [a, a]: pass", "", "exec")
except SyntaxError as error:
    print(error.msg)
try:
    compile("match x:\n case a | 1: pass", "", "exec")
except SyntaxError as error:
    print(error.msg)


class Naturals(collections.abc.Sequence):
    """It has no end for those who iterate: only its length says where it ends."""

    def __getitem__(self, i):
        print("item", i)
        return i

    def __len__(self):
        return 42


match Naturals():
    case [first, *_, last]:
        print("first, last =", first, last)
match Naturals():
    case [*_, (41 | 40) as before, _]:
        print("before =", before)
match range(10):
    case [0, 1, *_, 7, _, _]:
        print("no")
    case [0, _, *_, 7, _, last]:
        print("ends with", last)


class Endless(collections.abc.Sequence):
    def __getitem__(self, i):
        return i

    def __len__(self):
        raise TypeError("nobody should ask")


match Endless():
    case [*_]:
        print("any length")
