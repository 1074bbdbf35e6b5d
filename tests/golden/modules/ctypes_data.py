# C data types: values, conversion, arrays, structures, unions, bit fields, pointers, buffers.
import ctypes
from ctypes import *


def attempt(name, act):
    try:
        print(name, act())
    except Exception as error:
        print(name, type(error).__name__, error)


for kind, values in [
    (c_bool, (1, 0, "x", [])), (c_byte, (127, 128, 300, -1)), (c_ubyte, (255, 256, -1)), (c_short, (40000,)), (c_ushort, (-1,)), (c_int, (2**31, -5)),
    (c_uint, (-1,)), (c_long, (2**63,)), (c_ulong, (-1,)), (c_longlong, (7,)), (c_float, (1.5, 0.1)), (c_double, (0.1, 3)), (c_char, (b"a", 66)), (c_wchar, ("ä",)),
    (c_char_p, (b"text", None)), (c_wchar_p, ("text", None)), (c_void_p, (None, 0, 12)), (c_size_t, (-1,)), (py_object, ([1],)),
]:
    for value in values:
        attempt(f"{kind.__name__}({value!r})", lambda: (kind(value).value, sizeof(kind), alignment(kind)))
attempt("wrong int", lambda: c_int("1"))
attempt("wrong float", lambda: c_double("1"))
attempt("wrong char", lambda: c_char(b"ab"))
attempt("wrong text", lambda: c_char_p("text"))
number = c_int(5)
number.value += 1
print("repr", number, c_char(b"x"), c_bool(True), c_void_p(None), bool(number), bool(c_int(0)))

Five = c_int * 5
numbers = Five(1, 2, 3)
print("array", list(numbers), len(numbers), numbers[1:3], numbers[-1], Five.__name__, Five is c_int * 5, sizeof(Five))
numbers[4] = 2**32 + 7
numbers[0:2] = [8, 9]
print("stored", list(numbers))
attempt("out of range", lambda: numbers[5])
attempt("too many", lambda: Five(*range(6)))
grid = (c_short * 2 * 2)((1, 2), (3, 4))
grid[1][0] = 9
print("nested", [list(row) for row in grid], sizeof(grid))
text = create_string_buffer(b"hello", 10)
print("string buffer", text.value, text.raw, len(text), text[0], text[1:4])
text.value = b"hi"
print("changed", text.value, text.raw)
attempt("too long", lambda: setattr(text, "value", b"x" * 11))
print("unicode buffer", create_unicode_buffer("grün").value, len(create_unicode_buffer(3)))


class Point(Structure):
    _fields_ = [("x", c_int), ("y", c_int)]


class Mixed(Structure):
    _fields_ = [("flag", c_char), ("number", c_double), ("short", c_short), ("points", Point * 2), ("name", c_char * 4)]


class Packed(Structure):
    _pack_ = 1
    _fields_ = [("flag", c_char), ("number", c_double)]


class Bits(Structure):
    _fields_ = [("low", c_uint, 3), ("middle", c_uint, 5), ("high", c_uint, 24), ("signed", c_int, 4)]


class Either(Union):
    _fields_ = [("number", c_uint), ("bytes", c_ubyte * 4)]


class Derived(Point):
    _fields_ = [("z", c_int)]


class Node(Structure):
    pass


Node._fields_ = [("value", c_int), ("next", POINTER(Node))]


class Outer(Structure):
    _anonymous_ = ("both",)
    _fields_ = [("both", Either), ("rest", c_int)]


for kind in (Point, Mixed, Packed, Bits, Either, Derived, Node, Outer):
    print("size", kind.__name__, sizeof(kind), alignment(kind))
point = Point(1, y=2)
point.x += 10
print("structure", point.x, point.y, bytes(point))
print("field", Point.y.offset, Point.y.size, Mixed.points.offset, Mixed.name.offset)
mixed = Mixed(b"f", 1.5, 3, ((1, 2), (3, 4)), b"abc")
mixed.points[1].y = 77
print("mixed", mixed.flag, mixed.number, mixed.short, mixed.points[0].x, mixed.points[1].y, mixed.name)
bits = Bits(9, 31, 1, 15)
print("bits", bits.low, bits.middle, bits.high, bits.signed)
either = Either(0x01020304)
print("union", list(either.bytes), hex(either.number))
either.bytes[0] = 255
print("through the union", hex(either.number))
derived = Derived(1, 2, 3)
print("derived", derived.x, derived.y, derived.z, isinstance(derived, Point))
outer = Outer()
outer.number = 5
print("anonymous", outer.both.number, list(outer.bytes))
first, second = Node(1), Node(2)
first.next = pointer(second)
print("pointer", first.next.contents.value, bool(first.next), bool(second.next))
attempt("null pointer", lambda: second.next.contents)
held = pointer(c_int(4))
held[0] = 6
print("through a pointer", held.contents.value, held[0], POINTER(c_int).__name__, POINTER(c_int) is POINTER(c_int))
attempt("too many fields", lambda: Point(1, 2, 3))
attempt("twice", lambda: Point(1, x=3))
attempt("wrong field", lambda: setattr(point, "x", "1"))
attempt("a field that is not there", lambda: Point(w=1).w)
data = bytearray(b"\1\0\0\0\2\0\0\0rest")
view = Point.from_buffer(data)
view.x = 513
print("over a buffer", view.y, bytes(data[:4]), Point.from_buffer_copy(b"\5\0\0\0\6\0\0\0").y)
attempt("small buffer", lambda: Point.from_buffer_copy(b"abc"))
attempt("read-only buffer", lambda: Point.from_buffer(b"12345678"))
print("memoryview", memoryview(point).nbytes, bytearray(c_int(258)))
memset(numbers, 0, 8)
print("memset", list(numbers))
callback = CFUNCTYPE(c_int, c_int, c_int)(lambda a, b: a * b)
print("function type", callback(6, 7))
print("errno", set_errno(5), get_errno(), set_errno(0))
attempt("sizeof int", lambda: sizeof(int))

from ctypes import wintypes

print("windows types", sizeof(wintypes.DWORD), sizeof(wintypes.RECT), wintypes.VARIANT_BOOL(5), wintypes.RECT(1, 2, 3, 4).bottom)
