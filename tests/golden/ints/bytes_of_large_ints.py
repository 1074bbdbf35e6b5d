"""int.from_bytes of every length and sign, against to_bytes and arithmetic."""
import random

random.seed(8)
for length in (0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 16, 17, 100, 16_383, 16_384, 16_387, 40_001):
    data = random.randbytes(length)
    for start in (b"", b"\x00", b"\x7f", b"\x80", b"\xff"):
        given = start + data
        big = int.from_bytes(given, "big")
        assert big == int.from_bytes(given[::-1], "little")
        assert big == sum(byte << 8 * i for i, byte in enumerate(reversed(given))) if length < 200 else True
        assert big.to_bytes(len(given), "big") == given
        signed = int.from_bytes(given, "big", signed=True)
        assert signed == int.from_bytes(given[::-1], "little", signed=True)
        assert signed == big - (1 << 8 * len(given) if given and given[0] >= 0x80 else 0)
        print(length, start, big % 1_000_003, signed % 1_000_003)
print(int.from_bytes(b"\xff" * 40_000, "big", signed=True))
