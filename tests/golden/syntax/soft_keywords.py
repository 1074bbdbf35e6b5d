match = [1, 2]
case = {"type": 3}
type = case["type"]
_ = "underscore"
print(match[0], case, type, _)


def match_it(match, case=5, type=None, _=0):
    return match + case


print("match_it(match=1, case=2) =", match_it(match=1, case=2))
match (1):
    case 1:
        print("a statement")
match -1:
    case -1:
        print("negative subject")
match [1, 2]:
    case [a, b]:
        print("a statement with a list", a, b)
match = lambda *a: ("called", a)
print(match(1, 2))
match (1, 2)
match[0] if False else None
match.attribute = 5
print("match.attribute =", match.attribute)
match * 2 if False else print("an expression")
match: int = 3
print("match =", match)
case: str = "c"
type: int = 1
type = type + 1
print("case, type =", case, type)


class match:
    case = 1
    type = 2


print("match.case =", match.case)
print("match.type =", match.type)
match match:
    case match if True:
        print("captured", match is not None)
print("type is not None =", type is not None)
print("[type for type in \"ab\"] =", [type for type in "ab"])
