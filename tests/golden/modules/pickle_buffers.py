"""Buffers that travel beside a pickle, callers of methods in pickles, and public names of operator."""
import array
import operator
import pickle
import weakref


def facts(view):
    return view.nbytes, view.readonly, view.format, view.shape


class Holder:
    def __init__(self, data):
        self.data = data

    def __reduce_ex__(self, protocol):
        if protocol >= 5:
            return Holder, (pickle.PickleBuffer(self.data),)
        return Holder, (bytes(self.data),)


buffer = pickle.PickleBuffer(bytearray(b"abc"))
print("facts", facts(memoryview(buffer)), bytes(buffer), facts(buffer.raw()))
print("array", facts(pickle.PickleBuffer(array.array("i", [1, 2])).raw()), facts(memoryview(pickle.PickleBuffer(array.array("i", [1, 2])))))
with memoryview(buffer) as view:
    view[0] = 65
print("shared", bytes(buffer))
print("weak reference", weakref.ref(buffer)() is buffer)
buffer.release()
buffer.release()
for what, attempt in {
    "released": lambda: memoryview(buffer),
    "released raw": lambda: buffer.raw(),
    "no buffer": lambda: pickle.PickleBuffer("text"),
    "no argument": lambda: pickle.PickleBuffer(),
    "gaps": lambda: pickle.PickleBuffer(memoryview(b"abcd")[::2]).raw(),
    "old protocol": lambda: pickle.dumps(pickle.PickleBuffer(b"a"), 4),
    "old callback": lambda: pickle.dumps(1, 4, buffer_callback=print),
    "no buffers given": lambda: pickle.loads(pickle.dumps(pickle.PickleBuffer(b"a"), 5, buffer_callback=lambda b: None)),
    "too few": lambda: pickle.loads(pickle.dumps(pickle.PickleBuffer(b"a"), 5, buffer_callback=lambda b: None), buffers=[]),
    "gaps in a pickle": lambda: pickle.dumps(pickle.PickleBuffer(memoryview(b"abcd")[::2]), 5),
}.items():
    try:
        print(what, attempt())
    except (ValueError, TypeError, BufferError, pickle.PickleError) as error:
        print(what, type(error).__name__)

for data in b"read only", bytearray(b"writable"):
    inside = pickle.loads(pickle.dumps(Holder(data), 5))
    print("in band", type(inside.data).__name__, bytes(inside.data))
    kept = []
    stream = pickle.dumps(Holder(data), 5, buffer_callback=kept.append)
    print("out of band", len(kept), data in stream, type(kept[0]).__name__)
    given = pickle.loads(stream, buffers=kept).data
    print("given back", given is kept[0], bytes(given))
    other = pickle.loads(stream, buffers=[bytearray(data)]).data
    print("other buffer", type(other).__name__, bytes(other))
    chosen = pickle.dumps([Holder(data), Holder(data)], 5, buffer_callback=lambda buffer: True)
    print("kept in band", chosen.count(bytes(data)))
same = pickle.PickleBuffer(b"once")
print("remembered", pickle.dumps([same, same], 5).count(b"once"))

for caller in operator.methodcaller("upper"), operator.methodcaller("split", "b"), operator.methodcaller("split", sep="b", maxsplit=1):
    for protocol in range(6):
        copy = pickle.loads(pickle.dumps(caller, protocol))
    print("caller", copy, copy("aba"))
print("public", len(operator.__all__), operator.__all__[:4], operator.__all__ == sorted(operator.__all__))
