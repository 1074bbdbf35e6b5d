# Generated patterns on generated texts: all groups and empty matches, in text and in bytes.
import random
import re
import warnings

warnings.simplefilter("ignore")
ATOMS = [
    "a", "b", "c", "ab", "abc", ".", r"\w", r"\d", r"\s", r"\W", r"\D", r"\S", "[ab]", "[^a]",
    "[a-c1]", "[^\\s,]", r"\b", r"\B", "^", "$", r"\Z", "é", "[é-ü]", "1", " ", ",", r"\n", "A", "[A-Z]", "k", "ſ",
]
SUFFIXES = ["", "", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{2,}", "*+", "?+", "++"]
LETTERS = ["a", "a", "b", "b", "c", "ab", "abc", " ", ",", "1", "12", "\n", "é", "ü", "A", "B", "K", "\u212a", "s", "ß", "_", "€", "𝒳"]


def pattern(random, depth, groups):
    parts = []
    for _ in range(random.choice([1, 1, 2, 2, 3])):
        kind = random.random()
        if depth > 0 and kind < 0.4:
            opening = random.choice(["(", "(", "(", "(?:", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>"])
            if opening == "(":
                groups[0] += 1
                number = groups[0]
            if opening in ("(?<=", "(?<!"):
                inner = random.choice(["a", "b", "ab", r"\w", "[^b]", r"\bc", "é", "^"])
            else:
                inner = pattern(random, depth - 1, groups)
            if opening == "(":
                groups[1].append(number)
            atom = opening + inner + ")"
            if opening in ("(?=", "(?!", "(?<=", "(?<!"):
                parts.append(atom)
                continue
        elif kind < 0.45 and groups[1]:
            atom = "\\" + str(random.choice(groups[1]))
        elif kind < 0.48 and groups[1]:
            atom = "(?(%d)a|b)" % random.choice(groups[1])
        else:
            atom = random.choice(ATOMS)
            if atom in (r"\b", r"\B", "^", "$", r"\Z"):
                parts.append(atom)
                continue
            if len(atom) > 1 and atom[0] not in "[\\":
                atom = "(?:" + atom + ")"
        parts.append(atom + random.choice(SUFFIXES))
    text = "".join(parts)
    if depth > 0 and random.random() < 0.3:
        text += "|" + pattern(random, depth - 1, groups)
    return text


def text(random):
    return "".join(random.choice(LETTERS) for _ in range(random.randint(0, 14)))


def spans(match):
    return match and (match.regs, match.lastindex)


def show(source, flags, subject):
    try:
        compiled = re.compile(source, flags)
    except re.error as error:
        print(ascii(source), flags, error)
        return
    template = "<\\g<0>>" if isinstance(subject, str) else b"<\\g<0>>"
    print(
        ascii(source), flags, ascii(subject), spans(compiled.match(subject)), spans(compiled.search(subject, 1)),
        spans(compiled.fullmatch(subject)), [spans(match) for match in compiled.finditer(subject)],
        ascii(compiled.split(subject, 3)), ascii(compiled.sub(template, subject)),
    )


def main(seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        source = pattern(rng, 2, [0, []])
        flags = rng.choice([0, 0, 0, re.I, re.M, re.S, re.I | re.M, re.A, re.I | re.A])
        for _ in range(2):
            subject = text(rng)
            if flags & re.A or rng.random() < 0.8:
                show(source, flags, subject)
            else:
                show(source.encode("latin-1", "replace"), flags, subject.encode("latin-1", "replace"))


main(1, 1000)
