# With a seed, hashes of text and bytes and the order of sets are the same in each run.
import os
import subprocess
import sys

PROGRAM = r"""
import sys
for text in ["", "a", "abc", "abcd", "abcde", "abcdefg", "abcdefgh", "abcdefghi", "naïve", "é" * 8,
             "aé€", "€uro", "€" * 9, "𝒳", "x𝒳yz", "\udc80", "a\ud800", "中文", "\U0010ffff" * 5]:
    print(ascii(text), hash(text))
print(hash(b""), hash(b"abc"), hash(b"0123456789"), hash(memoryview(b"abc")))
print({"a", "b", "c", "delta", "foxtrot", "zulu"})
print(frozenset(["north", "south", "east", "west"]), {b"x", b"y", b"z"})
print(hash(("a", 1)), hash(frozenset("ab")))
print(sys.flags.hash_randomization)
"""


def run(seed, *options):
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, *options, "-c", PROGRAM]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


for seed in ["0", "1", "42", " +7", "4294967295"]:
    print("seed", repr(seed))
    print(run(seed).stdout, end="")

for seed in ["abc", "5x", "-5", "4294967296"]:
    done = run(seed)
    print(repr(seed), done.returncode, done.stderr.splitlines()[0])


def last_lines(seed, *options):
    return run(seed, *options).stdout.splitlines()


fixed = last_lines("0")
for seed, options in [("random", []), ("", []), ("0", ["-R"])]:
    first, second = last_lines(seed, *options), last_lines(seed, *options)
    print(repr(seed), options, first[0], first[1] not in (second[1], fixed[1]), first[-1])
