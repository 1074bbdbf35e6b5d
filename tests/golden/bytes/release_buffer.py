# What a program's class does when the views of its memory end (PEP 688).
import sys


class Pool:
    def __init__(self):
        self.data = bytearray(b"hello")
        self.held = 0
        self.given = None

    def __buffer__(self, flags):
        self.held += 1
        self.given = memoryview(self.data)
        return self.given

    def __release_buffer__(self, view):
        self.held -= 1
        print("  released, the same view:", view is self.given)


pool = Pool()
with memoryview(pool) as view:
    print("while viewed:", pool.held, view.tobytes(), type(view.obj).__name__)
print("after with:", pool.held)
view = memoryview(pool)
part = view[1:3].cast("b")
view.release()
print("a part is left:", pool.held, part.tolist())
part = None
print("no part is left:", pool.held)
print("bytes:", bytes(pool), pool.held)
print("join:", b"-".join([pool, b"x"]), pool.held)
print("bytearray:", bytearray(pool), pool.held)
grown = bytearray(b"<")
grown.extend(pool)
grown += pool
print("extend and +=:", grown, pool.held)
pool.given = None
pool.data.clear()
print("cleared:", pool.data)


class Watched(bytearray):
    def __release_buffer__(self, view):
        for what, try_it in [
            ("memoryview", lambda: memoryview(view)),
            ("cast", lambda: view.cast("b")),
            ("slice", lambda: view[:1]),
            ("toreadonly", lambda: view.toreadonly()),
            ("__buffer__", lambda: view.__buffer__(0)),
        ]:
            try:
                try_it()
            except ValueError as error:
                print(f"  {what}:", error)
        self.kept = view
        print("  seen:", view.tobytes())
        super().__release_buffer__(view)


watched = Watched(b"abc")
with memoryview(watched) as view:
    print("owner:", view.obj is watched)
watched.clear()
try:
    watched.kept.tobytes()
except ValueError as error:
    print("kept:", error)


class Other(bytearray):
    def __buffer__(self, flags):
        return memoryview(b"other")

    def __release_buffer__(self, view):
        try:
            super().__release_buffer__(view)
        except ValueError as error:
            print("  super:", error)


with memoryview(Other(b"own")) as view:
    print("other memory:", view.tobytes())


class Failing:
    def __buffer__(self, flags):
        return memoryview(b"x")

    def __release_buffer__(self, view):
        raise OSError("cannot let go")


sys.unraisablehook = lambda report: print("  unraisable:", report.exc_value, type(report.object).__name__)
memoryview(Failing()).release()
print("went on")

data = bytearray(b"abc")
view = data.__buffer__(0)
data.__release_buffer__(view)
for what, try_it in [
    ("twice", lambda: data.__release_buffer__(view)),
    ("of another", lambda: data.__release_buffer__(memoryview(b""))),
    ("no view", lambda: data.__release_buffer__(b"")),
    ("large flags", lambda: data.__buffer__(2**40)),
    ("larger flags", lambda: data.__buffer__(2**70)),
    ("writable bytes", lambda: b"abc".__buffer__(1)),
]:
    try:
        try_it()
    except Exception as error:
        print(what, type(error).__name__, error)
print("has __release_buffer__:", [t.__name__ for t in (bytes, bytearray, memoryview) if hasattr(t, "__release_buffer__")])


class Asked:
    def __buffer__(self, flags):
        print("  flags:", flags)
        return memoryview(bytearray(b"x"))


memoryview(Asked())
print("_from_flags:", memoryview._from_flags(Asked(), 1).readonly)
print("extend with views:", end=" ")
held = bytearray(8)
with memoryview(held):
    try:
        held.extend(Asked())
    except BufferError as error:
        print(error)
