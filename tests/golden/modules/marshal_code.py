"""Code objects travel through marshal, and are equal if they do the same at the same lines."""
import marshal
import types

TEXT = '''\
"doc"
x = 1
def f(y, *, z=2):
    return y + x + z
class C:
    def g(self):
        return __class__
total = [i * 2 for i in range(3)]
'''


def copied(code):
    return marshal.loads(marshal.dumps(code))


for text, mode in (TEXT, "exec"), ("1 + 2 * z", "eval"), ("5", "single"):
    code = compile(text, "name.py", mode)
    copy = copied(code)
    names = {"z": 3}
    print(mode, copy.co_filename, copy == code, hash(copy) == hash(code), list(copy.co_lines()) == list(code.co_lines()))
    print(mode, eval(copy, names), sorted(name for name in names if name[0] != "_"))


def outer(a, *, b=2):
    def inner():
        return a
    return [x * b for x in (lambda q: [q])(a)], inner


copy = copied(outer.__code__)
print(copy.co_qualname, copy.co_argcount, copy.co_kwonlyargcount, copy.co_cellvars, copy == outer.__code__)
print("result", types.FunctionType(copy, {}, "outer")(3, b=4)[0])
for inner in outer.__code__.co_consts:
    if isinstance(inner, types.CodeType):
        print("inner", copied(inner).co_qualname, copied(inner) == inner)
changed = copied(outer.__code__.replace(co_name="other", co_firstlineno=100, co_filename="elsewhere.py"))
print("changed", changed.co_name, changed.co_firstlineno, changed.co_filename)
nested = marshal.loads(marshal.dumps([outer.__code__, {"key": outer.__code__}]))
print("inside others", nested[0] == nested[1]["key"])

for what, attempt in {
    "writing": lambda: marshal.dumps(outer.__code__, allow_code=False),
    "reading": lambda: marshal.loads(marshal.dumps(outer.__code__), allow_code=False),
    "writing inside": lambda: marshal.dumps([outer.__code__], allow_code=False),
    "cut": lambda: marshal.loads(marshal.dumps(outer.__code__)[:-5]),
}.items():
    try:
        print(what, attempt())
    except EOFError:
        print(what, "ends too early")
    except ValueError as error:
        print(what, error)


def one():
    return 1


def two():
    return 1


def made(text, name="f", mode="exec"):
    return compile(text, name, mode)


pairs = {
    "same text": (made("x=1"), made("x=1")),
    "other constant": (made("x=1"), made("x=2")),
    "other file": (made("x=1", "a"), made("x=1", "b")),
    "other function": (one.__code__, two.__code__),
    "other line": (made("x=1"), made("\nx=1")),
    "other parameter": ((lambda x: 1).__code__, (lambda y: 1).__code__),
    "other mode": (made("1", mode="eval"), made("1")),
    "other name": (one.__code__, one.__code__.replace(co_name="z")),
    "renamed file": (one.__code__, one.__code__.replace(co_filename="z")),
}
for what, (left, right) in pairs.items():
    print(what, left == right, left != right, {left: "found"}.get(right))
