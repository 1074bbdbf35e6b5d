"""Searching texts and bytes from both ends, for needles of all sizes, in texts around 512 bytes."""
import random

random.seed(5)
for size in (0, 1, 2, 60, 64, 65, 511, 512, 513, 600):
    for alphabet in ("ab", "abc\u00e9", "a"):
        text = "".join(random.choice(alphabet) for _ in range(size))
        data = text.encode()
        results = []
        for needle in ("ab", "ba", "aab", "aaaa", "b\u00e9", "a" * 17, "a" * 40 + "b", text[3:40], text[-20:], text + "a"):
            raw = needle.encode()
            results += [text.find(needle), text.rfind(needle), text.count(needle) if needle else -1, needle in text]
            results += [data.find(raw), data.rfind(raw), data.count(raw) if raw else -1, raw in data]
            results += [text.find(needle, 5), text.rfind(needle, 0, -3), len(text.split(needle)) if needle else -1]
            results += [len(text.replace(needle, "zz")) if needle else -1, text.partition(needle)[0][-3:] if needle else ""]
        print(size, repr(alphabet), results)
