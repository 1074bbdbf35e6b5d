"""xxhash: its four algorithms, with seeds, in parts and as a whole."""

import xxhash


def show(label, work):
    try:
        result = work()
    except Exception as error:
        result = type(error).__name__
    print(f"{label}:", result)


data = bytes(range(256)) * 20
for name in ("xxh32", "xxh64", "xxh3_64", "xxh3_128", "xxh128"):
    algorithm = getattr(xxhash, name)
    hash = algorithm()
    print(algorithm, hash.name, hash.block_size, hash.digest_size, hash.digestsize, hash.seed)
    for length in (0, 1, 3, 4, 8, 9, 16, 17, 64, 128, 129, 240, 241, 1024, 1025, 5000):
        print(name, length, algorithm(data[:length]).hexdigest(), algorithm(data[:length], seed=2**31 + length).intdigest())
    for at in range(0, len(data), 37):
        hash.update(data[at:at + 37])
    copy = hash.copy()
    copy.update(b"more")
    print("in parts", hash.digest() == algorithm(data).digest(), hash.hexdigest(), copy.hexdigest())
    copy.reset()
    show("reset", copy.hexdigest)
    show("a seed below zero", lambda: (algorithm(b"a", -1).seed, algorithm(b"a", -1).hexdigest()))
    show("a seed of many bits", lambda: (algorithm(b"a", 2**70 + 3).seed, algorithm(b"a", 2**70 + 3).hexdigest()))
    show("other buffers", lambda: (algorithm(memoryview(b"ab")).hexdigest(), algorithm(bytearray(b"ab")).hexdigest()))
    for mistake in ("text", 5, None):
        show(f"data {mistake!r}", lambda: algorithm(mistake))
    show("a seed that is no int", lambda: algorithm(b"", "x"))
    show("a class of it", lambda: type("Own", (algorithm,), {}))
    show("assigned", lambda: setattr(hash, "seed", 3))

for name in ("xxh32", "xxh64", "xxh3_64", "xxh3_128"):
    for form in ("digest", "hexdigest", "intdigest"):
        print(name, form, getattr(xxhash, f"{name}_{form}")(b"hello", seed=3))
