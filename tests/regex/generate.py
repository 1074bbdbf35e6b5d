"""Writes cases for the test of the engines of regular expressions, with CPython's results.

    python3 tests/regex/generate.py > tests/regex/cases.txt

Each line has four fields, separated by tabs: `text` or `bytes`; the pattern's code, as `re._compiler`
makes it; the subject in hexadecimal; and for each match of `finditer` the spans of the whole and of
its groups, as offsets in bytes. The patterns are of the kinds that automata run.
"""

import random
import re
import signal
import warnings
from re import _compiler, _parser

ATOMS = ["a", "b", "c", "ab", "ba", ".", r"\w", r"\d", r"\s", r"\W", r"\S", "[ab]", "[^a]", "[a-c1]", r"[^\s,]",
         "é", "[é-ü]", "1", ",", r"\n", "[A-Z]", "k", "[^é]", "[ſ-€]"]
PLACES = [r"\b", r"\B", "^", "$", r"\Z"]
SUFFIXES = ["", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?", "{2,}"]
LETTERS = ["a", "a", "b", "b", "c", "ab", " ", ",", "1", "12", "\n", "é", "ü", "A", "K", "\u212a", "ß", "_", "€", "𝒳",
           "\udc80"]


def pattern(rng, depth):
    parts = []
    for _ in range(rng.choice([1, 2, 2, 3])):
        if depth > 0 and rng.random() < 0.45:
            atom = rng.choice(["(", "(?:"]) + pattern(rng, depth - 1) + ")"
        elif rng.random() < 0.12:
            parts.append(rng.choice(PLACES))
            continue
        else:
            atom = rng.choice(ATOMS)
            if len(atom) > 1 and atom[0] not in "[\\":
                atom = f"(?:{atom})"
        parts.append(atom + rng.choice(SUFFIXES))
    source = "".join(parts)
    if depth > 0 and rng.random() < 0.35:
        source += "|" + pattern(rng, depth - 1)
    return source


def offsets(subject):
    """The offset in bytes of each position, and -1 for the position -1."""
    if isinstance(subject, bytes):
        return [*range(len(subject) + 1), -1]
    places = [0]
    for character in subject:
        # A lone surrogate is kept as a private character of four bytes.
        size = 4 if "\ud800" <= character <= "\udfff" else len(character.encode())
        places.append(places[-1] + size)
    places.append(-1)
    return places


def case(source, flags, subject):
    compiled = re.compile(source, flags)
    code = _compiler._code(_parser.parse(source, flags), flags)
    places = offsets(subject)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        matches = list(compiled.finditer(subject))
    except TimeoutError:
        return
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    spans = [" ".join(f"{places[a]},{places[b]}" for a, b in match.regs) for match in matches]
    kind, data = "bytes", subject
    if isinstance(subject, str):
        kind, data = "text", subject.encode("utf-8", "surrogatepass")
    print(kind, " ".join(str(int(word)) for word in code), data.hex(), ";".join(spans).replace("-1,-1", "-"), sep="\t")


def give_up(signum, frame):
    raise TimeoutError


def main():
    signal.signal(signal.SIGALRM, give_up)
    warnings.simplefilter("ignore")
    rng = random.Random(2)
    for _ in range(400):
        source = pattern(rng, 2)
        flags = rng.choice([0, 0, re.I, re.M, re.S, re.A, re.I | re.A | re.M])
        for _ in range(2):
            subject = "".join(rng.choice(LETTERS) for _ in range(rng.randint(1, 16)))
            if rng.random() < 0.3:
                subject = subject.encode("ascii", "ignore").decode()
            if rng.random() < 0.2:
                case(source.encode("latin-1", "ignore"), flags, subject.encode("latin-1", "ignore"))
            else:
                case(source, flags, subject)


main()
