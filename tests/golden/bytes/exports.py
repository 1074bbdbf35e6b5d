# While there is a view of an object's memory, the memory keeps its size.
import array
import io
import mmap


def attempt(name, action):
    try:
        action()
    except BufferError as e:
        print(name, "->", e)
    else:
        print(name, "is allowed")


def set_slice(target, start, stop, value):
    target[start:stop] = value


def delete(target, key):
    del target[key]


buffer = bytearray(b"hello")
ACTIONS = {
    "append": lambda: buffer.append(1),
    "extend": lambda: buffer.extend(b"xx"),
    "extend by nothing": lambda: buffer.extend(b""),
    "+=": lambda: buffer.__iadd__(b"x"),
    "*=": lambda: buffer.__imul__(2),
    "*= 1": lambda: buffer.__imul__(1),
    "insert": lambda: buffer.insert(0, 1),
    "pop": lambda: buffer.pop(),
    "remove": lambda: buffer.remove(104),
    "clear": lambda: buffer.clear(),
    "del item": lambda: delete(buffer, 0),
    "del slice": lambda: delete(buffer, slice(0, 2)),
    "del empty slice": lambda: delete(buffer, slice(0, 0)),
    "longer slice": lambda: set_slice(buffer, 0, 1, b"xyz"),
    "slice of the same length": lambda: set_slice(buffer, 0, 2, b"HE"),
    "reverse": lambda: buffer.reverse(),
    "__init__": lambda: buffer.__init__(b"new"),
}
view = memoryview(buffer)
for name, action in ACTIONS.items():
    attempt("bytearray " + name, action)
print("contents:", buffer, view.tobytes())
view.release()
buffer.append(33)
print("after release:", buffer)

with memoryview(buffer) as view:
    part = view[1:3]
attempt("a part is left: append", lambda: buffer.append(1))
del part
attempt("nothing is left: append", lambda: buffer.append(1))
view = memoryview(buffer).cast("B", (1, 7))
again = memoryview(view)
del view
attempt("a view of a view: pop", buffer.pop)
again.release()
attempt("released: pop", buffer.pop)

numbers = array.array("i", [1, 2, 3])
view = memoryview(numbers)
attempt("array append", lambda: numbers.append(4))
attempt("array extend", lambda: numbers.extend([4]))
attempt("array frombytes", lambda: numbers.frombytes(bytes(4)))
attempt("array insert", lambda: numbers.insert(0, 4))
attempt("array pop", lambda: numbers.pop())
attempt("array remove", lambda: numbers.remove(1))
attempt("array del", lambda: delete(numbers, 0))
attempt("array *=", lambda: numbers.__imul__(2))
attempt("array slice", lambda: set_slice(numbers, 0, 1, array.array("i", [7, 8])))
attempt("array item", lambda: numbers.__setitem__(0, 9))
print("array:", numbers, view.tolist())
view.release()
attempt("array append, released", lambda: numbers.append(4))

memory = io.BytesIO(b"abcdef")
view = memory.getbuffer()
view[0:3] = b"XYZ"
print("BytesIO:", memory.getvalue(), memory.read(2), view.readonly, len(view))
attempt("BytesIO write", lambda: memory.write(b"x"))
attempt("BytesIO truncate", lambda: memory.truncate(2))
attempt("BytesIO close", lambda: memory.close())
attempt("BytesIO read", lambda: memory.read())
view.release()
attempt("BytesIO write, released", lambda: memory.write(b"x"))
with memory.getbuffer() as view:
    view[-1:] = b"!"
print("BytesIO:", memory.getvalue())
memory.close()
try:
    memory.getbuffer()
except ValueError as e:
    print("closed:", e)
try:
    memoryview(memory)
except TypeError as e:
    print("no buffer:", e)

mapped = mmap.mmap(-1, 10)
view = memoryview(mapped)
attempt("mmap close", mapped.close)
view[0:2] = b"ab"
print("mmap:", mapped[:2])
view.release()
attempt("mmap close, released", mapped.close)
