"""Compares what CPython and Hob say of faulty programs, made from CPython's library.

    python3.13 mutate.py VERDICT [COUNT [SEED]]

VERDICT is the built example `verdict`. Each program is a piece of a file of the library in which
one token is dropped, doubled, swapped with the next, or replaced by or preceded by another. Printed
are the kinds of differences, most frequent first with an example, and how many there are.
"""

import ast
import collections
import io
import os
import pathlib
import random
import subprocess
import sys
import tokenize
import warnings

assert sys.version_info[:2] == (3, 13)
warnings.simplefilter("ignore")

OTHERS = """( ) [ ] { } , : ; . = == := += -> * ** + - / // % @ & | ^ ~ < > <= != ! ? $ \\ ' " ''' f"{ 1 0x 07 1a x
print match case type _ if elif else for while in not is and or def class return yield await async lambda with as
try except finally raise from import global nonlocal del pass break continue assert True None False""".split() + ["\n", "    ", "\t"]


def pieces(path):
    """Parts of a file of some dozens of lines, cut where no block is open."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    tree = ast.parse("".join(lines))
    starts = [min([n.lineno, *(d.lineno for d in getattr(n, "decorator_list", []))]) - 1 for n in tree.body]
    first = 0
    for start in [*starts[1:], len(lines)]:
        if start - first >= 25:
            yield "".join(lines[first : min(start, first + 300)])
            first = start


def mutated(text, random):
    """The text with one token changed."""
    tokens = [
        t
        for t in tokenize.generate_tokens(io.StringIO(text).readline)
        if t.string.strip() and t.type != tokenize.COMMENT
    ]
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    at = random.randrange(len(tokens) - 1)
    place = lambda t: (starts[t.start[0] - 1] + t.start[1], starts[t.end[0] - 1] + t.end[1])
    start, end = place(tokens[at])
    token = text[start:end]
    match random.randrange(6):
        case 0 | 1:
            new = ""
        case 2:
            new = f"{token} {token}"
        case 3:
            next_start, next_end = place(tokens[at + 1])
            return text[:start] + text[next_start:next_end] + text[end:next_start] + token + text[next_end:]
        case 4:
            new = random.choice(OTHERS)
        case 5:
            new = f"{random.choice(OTHERS)} {token}"
    return text[:start] + new + text[end:]


def canonical(kind, line, start, end_line, end, message, text):
    """The place as a traceback shows it: on one line, at least one character wide."""
    shown = text.split("\n")[line - 1] if 0 < line <= text.count("\n") + 1 else ""
    behind = len(shown) + 1
    if end_line != line:
        end = behind
    elif not end:
        end = start
    if start > len(shown) + 1:
        start = behind
    if end > len(shown) + 1:
        end = behind
    if start >= end or end < 0:
        end = start + 1
    return kind, line, start, end, message


def theirs(text):
    try:
        ast.parse(text)
        return ("ok",)
    except SyntaxError as e:
        return canonical(
            type(e).__name__, e.lineno, e.offset, e.end_lineno, e.end_offset, e.msg.replace("\n", " "), text
        )
    except (ValueError, MemoryError, RecursionError) as e:
        return ("other", str(e))


class Ours:
    def __init__(self, program):
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([program], stdin=pipe, stdout=pipe)

    def __call__(self, text):
        data = text.encode()
        self.process.stdin.write(b"%d\n" % len(data) + data)
        self.process.stdin.flush()
        answer = self.process.stdout.readline().decode().rstrip("\n")
        if not answer:
            raise SystemExit(f"no answer to:\n{text}")
        if answer == "ok":
            return ("ok",)
        kind, line, start, end_line, end, message = answer.split(" ", 5)
        return canonical(kind, int(line), int(start), int(end_line), int(end), message, text)


def main():
    ours = Ours(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    source = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    library = pathlib.Path(os.path.dirname(ast.__file__))
    files = sorted(library.glob("*.py")) + sorted(library.glob("asyncio/*.py")) + sorted(library.glob("test/test_[a-g]*.py"))
    differences = collections.defaultdict(list)
    faulty = 0
    while faulty < count:
        try:
            parts = list(pieces(source.choice(files)))
        except (SyntaxError, UnicodeDecodeError):
            continue
        for part in source.sample(parts, min(len(parts), 4)):
            try:
                text = mutated(part, source)
            except (tokenize.TokenError, ValueError, SyntaxError, IndexError):
                continue
            expected, found = theirs(text), ours(text)
            faulty += expected != ("ok",)
            if expected[0] == "other" or expected == found:
                continue
            if expected[-1] == found[-1]:
                kind = f"PLACE of {expected[-1]}"
            else:
                kind = f"{expected[-1]!r} but {found[-1]!r}"
            differences[kind].append((expected, found, text))
    ranked = sorted(differences.items(), key=lambda item: -len(item[1]))
    for kind, examples in ranked:
        print(f"{len(examples):4}  {kind}")
        for expected, found, text in examples[: 3 if "-v" in sys.argv else 1]:
            lines = text.split("\n")
            line = expected[1] if len(expected) > 1 else found[1]
            print(f"        {expected[:-1]} / {found[:-1]}")
            first = max(0, line - 3)
            for number, shown in enumerate(lines[first : line + 2], first + 1):
                print(f"        {number}| {shown}")
            if len(found) > 1 and found[1] != line:
                print(f"        {found[1]}| {lines[found[1] - 1] if found[1] <= len(lines) else ''}")
    wrong = sum(map(len, differences.values()))
    print(f"{wrong} of {faulty} differ")


main()
