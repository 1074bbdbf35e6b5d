import json

data = {"name": "hob", "n": 1, "f": 1.5, "t": True, "x": None, "list": [1, [2, {}], []], "é": "ü\n\"\\\u2028\x01", "big": 10**20, "exp": 1e100}
text = json.dumps(data)
print(text)
print("json.loads(text) == data =", json.loads(text) == data)
print(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
print("json.dumps({\"a\": [1, {\"b\": 2}], \"c\": {}, \"d\": []}, indent=2) =", json.dumps({"a": [1, {"b": 2}], "c": {}, "d": []}, indent=2))
print("json.dumps([1, 2], indent=\"\\t\") =", json.dumps([1, 2], indent="\t"))
print("json.dumps({1: \"int\", None: \"none\", True: \"bool\", 1.5: \"f... =", json.dumps({1: "int", None: "none", True: "bool", 1.5: "float"}))
print("json.dumps((1, 2)) =", json.dumps((1, 2)))
print("json.dumps(\"a\") =", json.dumps("a"))
print("json.dumps(float(\"inf\")) =", json.dumps(float("inf")))
print("json.loads('{\"a\": [1, -2.5e3, \"\\\\u00e9\\\\ud83d\\\\ude00\", tr... =", json.loads('{"a": [1, -2.5e3, "\\u00e9\\ud83d\\ude00", true, null]}'))
print("json.loads(\" [ ] \") =", json.loads(" [ ] "))
print("json.loads(\"1\") =", json.loads("1"))
print("json.loads('\"x\"') =", json.loads('"x"'))
print("json.loads(\"NaN\") =", json.loads("NaN"))
print("json.loads(b'{\"k\": 1}') =", json.loads(b'{"k": 1}'))
print("json.loads(\"[1, 2]\", parse_int=str) =", json.loads("[1, 2]", parse_int=str))
print("json.loads('{\"a\": 1}', object_hook=lambda d: list(d.items... =", json.loads('{"a": 1}', object_hook=lambda d: list(d.items())))
print("json.loads('{\"a\": 1, \"a\": 2}', object_pairs_hook=list) =", json.loads('{"a": 1, "a": 2}', object_pairs_hook=list))


class P:
    def __init__(self):
        self.x = 1


print("json.dumps(P(), default=lambda o: o.__dict__) =", json.dumps(P(), default=lambda o: o.__dict__))
for bad in ("json.loads('')", "json.loads('{')", "json.loads('[1,]')", "json.loads(\"{'a': 1}\")", "json.loads('1 2')", "json.loads('[1\\n,x]')", "json.loads('\"abc')", "json.loads('nul')", "json.dumps({1, 2})", "json.dumps(object)", "json.dumps({(1, 2): 3})", "json.dumps(float('nan'), allow_nan=False)", "json.loads(5)", "json.loads('\"\\n\"')"):
    try:
        eval(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
loop = []
loop.append(loop)
try:
    json.dumps(loop)
except ValueError as error:
    print(error)
try:
    json.loads('{"a" 1}')
except json.JSONDecodeError as error:
    print(error.msg, error.pos, error.lineno, error.colno)
