"""What there is no room for is refused before it is begun."""
import random

for broken in (lambda: ("a" * 10**7).replace("", "x" * 10**7), lambda: ("a" * 10**6).replace("a", "x" * 10**7),
               lambda: (b"a" * 10**7).replace(b"a", b"x" * 10**7), lambda: (b"a" * 10**7).replace(b"", b"x" * 10**7),
               lambda: "x" * 10**18, lambda: [0] * 10**17, lambda: bytes(10**17), lambda: "a".ljust(10**17),
               lambda: open("/dev/zero", "rb").read(10**17)):
    try:
        print(len(broken()))
    except (MemoryError, OverflowError) as error:
        print(type(error).__name__)
print("len((\"a\" * 10**6).replace(\"b\", \"x\" * 10**8)) =", len(("a" * 10**6).replace("b", "x" * 10**8)))
print("len((\"a\" * 1000).replace(\"a\", \"x\" * 10**8, 1)) =", len(("a" * 1000).replace("a", "x" * 10**8, 1)))
print(len(random.Random(1).randbytes(10)), ("ab" * 5).replace("a", "xyz", 2))
