# prints: all well
import _ctypes
import ctypes

doors = [
    lambda: ctypes.string_at(4096),
    lambda: ctypes.string_at(ctypes.create_string_buffer(8), 1000),
    lambda: ctypes.memset(4096, 0, 1),
    lambda: ctypes.memmove(ctypes.addressof(ctypes.c_int()), b"text", 4),
    lambda: ctypes.c_int.from_address(4096).value,
    lambda: ctypes.cast(4096, ctypes.POINTER(ctypes.c_int)).contents.value,
    lambda: ctypes.cast(ctypes.pointer(ctypes.c_int()), ctypes.POINTER(ctypes.c_long))[5],
    lambda: ctypes.CFUNCTYPE(None)(4096)(),
    lambda: ctypes.CDLL(None),
    lambda: _ctypes.dlopen(None),
    lambda: _ctypes.dlsym(0, "puts"),
    lambda: _ctypes._read(4096, 1),
    lambda: _ctypes._write(4096, b"x"),
    lambda: _ctypes._call(4096, False, 0),
    lambda: _ctypes._Callback(print, "", False),
]
for place, door in enumerate(doors):
    try:
        print("ESCAPED", place, door())
    except PermissionError:
        pass
value = ctypes.c_int(5)
assert ctypes.pointer(value).contents.value == 5
assert ctypes.c_char_p(b"text").value == b"text"
assert ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda n: n + 1)(1) == 2
print("all well")
