# array.array: all typecodes, methods, slices, errors, buffers and pickles.
import array as module
import copy
import io
import pickle
import warnings
from array import array

warnings.simplefilter("ignore")


def show(name, function, *arguments):
    try:
        print(name, "->", function(*arguments))
    except Exception as error:
        print(name, type(error).__name__, error)


print(module.typecodes, module.ArrayType is array)
VALUES = (2**70, -(2**70), -1, 300, 70000, 2**33, -300, -70000, -(2**33), "x", "xy", 1.5, None, b"ab", "\U0001F600")
for code in module.typecodes:
    print(code, array(code).itemsize, array(code), memoryview(array(code)).format)
    for value in VALUES:
        show((code, value), array(code).append, value)
for arguments in (
    (), (1,), ("ii",), ("z",), ("i", "abc"), ("i", 5), ("i", b"123"), ("i", b"1234"), ("u", "abc"),
    ("d", array("i", [1, 2])), ("u", array("i", [1])), ("i", array("u", "abc")), ("i", ["a"]), ("w", "a\xe9\U0001F600"),
    ("i", [1], 2), ("i", range(3)), ("B", range(3)), ("i", bytearray(b"abcd")), ("q", array("Q", [2**64 - 1])),
):
    show(("array", *arguments), array, *arguments)
show("keyword", lambda: array("i", x=1))


class Sub(array):
    pass


a, floats = array("i", [1, 2, 3]), array("d", [1, 2, 3])
for key in (5, -5, "a", 1.5, None, 2**70):
    show(("get", key), a.__getitem__, key)
    show(("set", key), a.__setitem__, key, 1)
    show(("del", key), a.__delitem__, key)
for key, value in (
    (0, "x"), (slice(0, 1), [1]), (slice(0, 1), floats), (slice(0, 3, 2), array("i", [1, 2, 3])), (slice(0, 3, 2), array("i", [7, 8])),
    (slice(1, 1), array("i", [9, 9])), (slice(3, 1), array("i", [5])), (slice(1, 3), a),
):
    show(("store", key, value), a.__setitem__, key, value)
    print(a)
a = array("i", range(10))
print(a[2:8:2], a[::-3], a[5:2], a[-3:])
del a[8:1:-3]
print(a)
del a[1:3]
print(a)
a[1:3] = a
print(a)
for name, function in {
    "add list": lambda: a + [1], "add other": lambda: a + floats, "iadd list": lambda: a.__iadd__([1]), "iadd other": lambda: a.__iadd__(floats),
    "times -1": lambda: a * -1, "times 2": lambda: 2 * a, "eq": lambda: array("i", [1, 2]) == array("d", [1, 2]),
    "lt": lambda: array("i", [1, 2]) < array("d", [1, 3]), "lt list": lambda: a < [1], "hash": lambda: hash(a), "eq list": lambda: a == [1],
    "pop empty": lambda: array("i").pop(), "pop far": lambda: a.pop(50), "pop": lambda: a.pop(1), "remove": lambda: a.remove(99),
    "index": lambda: a.index(99), "index range": lambda: a.index(9, 0, 2), "count": lambda: a.count(9.0), "extend int": lambda: a.extend(5),
    "extend other": lambda: a.extend(floats), "fromlist int": lambda: a.fromlist(5), "fromlist half": lambda: a.fromlist([1, "x"]),
    "frombytes odd": lambda: a.frombytes(b"123"), "frombytes str": lambda: a.frombytes("x"), "fromfile short": lambda: a.fromfile(io.BytesIO(b"12345678"), 3),
    "fromfile -1": lambda: a.fromfile(io.BytesIO(), -1), "fromunicode": lambda: a.fromunicode("x"), "tounicode": lambda: a.tounicode(),
    "fromunicode int": lambda: array("u").fromunicode(5), "insert": lambda: a.insert(100, 7), "insert str": lambda: a.insert(1, "x"),
    "in": lambda: 7.0 in a, "reverse": lambda: a.reverse(), "byteswap": lambda: a.byteswap(), "class item": lambda: array[int],
    "tolist": lambda: a.tolist(), "tobytes": lambda: a.tobytes(),
}.items():
    show(name, function)
print(a)
out = io.BytesIO()
a.tofile(out)
print("out.getvalue() == a.tobytes() =", out.getvalue() == a.tobytes())
sub = Sub("i", [1, 2])
sub.note = 5
print(sub, sub + sub, sub[:1])
for value in (a, array("u", "ab"), array("f", [1.5]), sub):
    for protocol in (0, 2, 3, 5):
        print(value.__reduce_ex__(protocol))
        back = pickle.loads(pickle.dumps(value, protocol))
        print(back, back == value, type(back).__name__, getattr(back, "note", None))
print("copy.copy(a) == a =", copy.copy(a) == a)
print("copy.deepcopy(a) == a =", copy.deepcopy(a) == a)
for arguments in ((array, "i", 5, b"\1\0\2\0"), (array, "i", 9, b"\1\0\0\0"), (array, "z", 4, b""), (array, "i", 40, b""), (int, "i", 4, b""), (array, "d", 15, b"?\x80\0\0"), (array, "i", 4, b"1")):
    show(arguments, module._array_reconstructor, *arguments)
view = memoryview(floats)
print("view.format =", view.format)
print("view.itemsize =", view.itemsize)
print("view.shape =", view.shape)
print("view.strides =", view.strides)
print("view.nbytes =", view.nbytes)
print("view.readonly =", view.readonly)
print("view.tolist() =", view.tolist())
print("view[1] =", view[1])
print("view[::2].tolist() =", view[::2].tolist())
view[0] = 7.5
view[1:] = array("d", [8, 9])
print(floats, view == floats, bytes(view[:1]), view.cast("B")[7])
show("view str", view.__setitem__, 0, "x")
show("view bytes", view.__setitem__, slice(0, 1), b"12345678")
words = memoryview(bytearray(8)).cast("H")
words[1] = 513
print(words.tolist(), words.obj, words.cast("b").tolist())
show("view range", words.__setitem__, 0, 70000)
show("view cast", words.cast, "I")
print("list(array(\"w\", \"ab\")) =", list(array("w", "ab")))
print("array(\"w\", \"ab\").tounicode() =", array("w", "ab").tounicode())
print("list(reversed(a))[:2] =", list(reversed(a))[:2])
nan = array("d", [float("nan")])
print("nan == nan =", nan == nan)
print("nan != nan =", nan != nan)
print("array(\"d\", [0.0]) == array(\"f\", [-0.0]) =", array("d", [0.0]) == array("f", [-0.0]))
print("array(\"d\", [1]) == array(\"d\", [2]) =", array("d", [1]) == array("d", [2]))
