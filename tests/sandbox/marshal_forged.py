# limits: instructions=50000000 heap=64M
# prints: all refused or harmless
import marshal, random
random.seed(7)
good = marshal.dumps([(1, 2.5, "text", b"bytes", {1: None, "k": (True, 1j)}, {3, 4}, 10 ** 40)] * 3)
for _ in range(3000):
    bad = bytearray(good)
    for _ in range(random.randrange(1, 6)):
        bad[random.randrange(len(bad))] = random.randrange(256)
    try:
        made = marshal.loads(bytes(bad))
    except (ValueError, TypeError, EOFError, OverflowError, MemoryError, RecursionError):
        continue
    if hasattr(made, "co_code"):
        print("ESCAPED")
for bad in (b"i", b"(\xff\xff\xff\x7f", b"[\xff\xff\xff\x7f", b"s\xff\xff\xff\x7f", b"l\xff\xff\xff\x7f", b"(\x01\x00\x00\x00" * 100000):
    try:
        marshal.loads(bad)
    except (ValueError, TypeError, EOFError, OverflowError, MemoryError, RecursionError):
        pass
    else:
        print("ESCAPED", bad[:5])
print("all refused or harmless")
