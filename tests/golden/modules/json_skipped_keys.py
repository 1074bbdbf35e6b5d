"""`json.dumps` with keys that are left out, indented or not."""

import json

for value in {(1,): 1}, {(1,): 1, "a": 2}, {"a": 1, (2,): 3}, {}, {"x": {b"k": 1}}, [{(1,): {}}]:
    for indent in None, 0, 1, "\t":
        print(value, repr(indent), "=", repr(json.dumps(value, indent=indent, skipkeys=True)))
