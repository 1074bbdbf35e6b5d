"""Documents of all kinds of values, dates, tables, and errors with their places."""
import tomli

TEXT = '''
a = [1, 0x1f, 1e3, inf, true, "t\\u00e9", """\\
  joined""", 'raw\\n']
d = [1979-05-27T07:32:00Z, 1979-05-27, 07:32:00.5]
x.y."z w" = 1
[t.u]
k = {a = 1, b = {c = 2}}
[[arr]]
[[arr]]
n = 1
'''
for key, value in tomli.loads(TEXT).items():
    print(f"{key}:", value)
print("floats:", tomli.loads("f = 1.10", parse_float=str))
for bad in ("a = 1\na = 2", "x = [1,", "k = 'a\n", "= 1", "a = 1979-13-01", "a = \"\\q\"", "[a]\n[a]"):
    try:
        tomli.loads(bad)
    except tomli.TOMLDecodeError as error:
        print("error:", error)
