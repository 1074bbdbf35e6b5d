"""audioop: arithmetic on sound fragments of all widths."""

import audioop
import random


def show(name, *arguments):
    try:
        result = getattr(audioop, name)(*arguments)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    if isinstance(result, bytes):
        result = result.hex()
    print(f"{name}{arguments[1:]}:", result)


source = random.Random(7)
for width in (1, 2, 3, 4):
    noise, other = source.randbytes(8 * width), source.randbytes(8 * width)
    half = 1 << 8 * width - 1
    ends = b"".join(sample.to_bytes(width, "little", signed=True) for sample in (0, -half, half - 1, -1, 1, 0))
    for fragment in (noise, ends, b""):
        print("width", width, "fragment", fragment.hex())
        for name in ("max", "minmax", "avg", "rms", "avgpp", "maxpp", "cross", "reverse", "byteswap", "lin2ulaw",
                     "lin2alaw", "ulaw2lin", "alaw2lin"):
            show(name, fragment, width)
        for factor in (0, 0.5, -1, 1.7, 1e12):
            show("mul", fragment, width, factor)
        for parts in ((1, 1), (0.5, -0.25)):
            show("tomono", fragment, width, *parts)
            show("tostereo", fragment, width, *parts)
        for amount in (1, -1, 200, 1 << 40):
            show("bias", fragment, width, amount)
        for new in (1, 2, 3, 4, 5):
            show("lin2lin", fragment, width, new)
        for state in (None, (100, 5), (-32768, 88)):
            show("lin2adpcm", fragment, width, state)
            show("adpcm2lin", fragment, width, state)
        for rates in ((8000, 11025), (44100, 8000), (3, 2)):
            show("ratecv", fragment, width, 1, *rates, None)
            show("ratecv", fragment, width, 2, *rates, None, 3, 1)
        show("getsample", fragment, width, 2)
    show("add", noise, other, width)
    show("add", ends, ends, width)

_, state = audioop.ratecv(source.randbytes(20), 2, 1, 8000, 12000, None)
show("ratecv", source.randbytes(20), 2, 1, 8000, 12000, state)
noise = source.randbytes(64)
show("findfit", noise, noise[20:30])
show("findfactor", noise[:10], noise[20:30])
show("findmax", noise, 4)

print("mistakes")
show("max", b"abc", 2)
show("max", b"abc", 5)
show("max", "abc", 1)
show("add", b"ab", b"abcd", 2)
show("getsample", b"ab", 1, 2)
show("findfit", b"ab", b"abcd")
show("findmax", b"ab", 4)
show("tomono", b"abc", 1, 1, 1)
show("ratecv", b"ab", 2, 0, 1, 1, None)
show("ratecv", b"ab", 2, 1, 0, 1, None)
show("ratecv", b"ab", 2, 1, 1, 1, None, 0)
show("ratecv", b"ab", 2, 1, 1, 1, (0, ()))
show("lin2adpcm", b"ab", 2, (0, 100))
