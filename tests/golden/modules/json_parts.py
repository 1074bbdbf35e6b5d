"""Parts of json that libraries replace: scanners, parsers, encoders; and the names of the modules in C."""

import json
import json.decoder
import json.encoder
import json.scanner


class Tagged(json.JSONDecoder):
    """Marks arrays: the scanner in Python calls the parsers that the decoder has."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.parse_array = lambda state, scan: (("array", json.decoder.JSONArray(state, scan)[0]),
                                                json.decoder.JSONArray(state, scan)[1])
        self.scan_once = json.scanner.py_make_scanner(self)


print("own scanner =", Tagged().decode('{"a": [1, [2]]}'))
print("decoder's parts =", sorted(name for name in vars(json.JSONDecoder())))
print("raw_decode =", json.JSONDecoder().raw_decode('[1] rest'), json.JSONDecoder().scan_once("[1, 2]x", 0))
print("scanstring =", json.decoder.scanstring('"a\\u00e9" rest', 1), json.decoder.py_scanstring('"b" rest', 1))
print("quoted =", json.encoder.encode_basestring("\xe9\n"), json.encoder.encode_basestring_ascii("\xe9\n"))
for text in ("[1,", '{"a" 1}', "x", '"abc', "[1]x", "", '["\\u12"]'):
    for read in (json.loads, json.JSONDecoder().decode, json.JSONDecoder().raw_decode):
        try:
            print("read", text, read(text))
        except json.JSONDecodeError as error:
            print("read", text, "!", type(error).__module__, error)
print("encoder =", json.JSONEncoder(indent=2).encode({"a": [], "b": [1]}))
print("chunks =", list(json.JSONEncoder().iterencode([1, {"b": 2.5, "c": None}])))
print("one call =", json.dumps({"b": [1, 2.5, "\u20ac"], "a": ()}, indent=1, sort_keys=True))


class Counting(json.JSONEncoder):
    def default(self, o):
        return f"<{type(o).__name__}>"


print("default =", json.dumps([1j, {2}], cls=Counting), json.dumps([1j], default=str))
for value in (float("nan"), {1j: 1}, object):
    try:
        print("dumps", json.dumps(value, allow_nan=False))
    except (TypeError, ValueError) as error:
        print("dumps !", type(error).__name__, error)

import _bisect
import _functools
import _heapq
import bisect
import functools
import hashlib
import heapq

print("_bisect", _bisect.bisect_left([1, 2, 2], 2), hasattr(bisect, "bisect"))
print("_heapq", _heapq.heappop([1, 2]), hasattr(heapq, "merge"))
print("_functools", _functools.reduce(max, [1, 3, 2]))
for name in ("shake_128", "shake_256"):
    state = hashlib.new(name, b"some")
    copy = state.copy()
    state.update(b" data")
    print(name, state.hexdigest(7), copy.digest(3), state.digest_size, state.block_size, state.name, state.digest(0))
print("guaranteed", "shake_128" in hashlib.algorithms_guaranteed, getattr(hashlib, "shake_256")(b"x").hexdigest(2))
