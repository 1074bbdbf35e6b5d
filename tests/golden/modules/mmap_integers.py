# Integers of mmap's methods are objects with __index__, whose code may close the map.
import mmap


class Number:
    def __init__(self, number, act=lambda: None):
        self.number, self.act = number, act

    def __index__(self):
        self.act()
        return self.number


def show(name, call):
    try:
        print(name, "->", call())
    except Exception as e:
        print(name, "->", type(e).__name__)


def fresh():
    mapped = mmap.mmap(-1, 20)
    mapped[:] = b"0123456789abcdefghij"
    return mapped


m = fresh()
show("seek", lambda: m.seek(Number(5)))
show("seek, then tell", m.tell)
show("read", lambda: m.read(Number(3)))
show("move", lambda: m.move(Number(0), Number(10), Number(5)))
show("moved", lambda: m[:])
show("find", lambda: m.find(b"7", Number(2), Number(9)))
show("rfind", lambda: m.rfind(b"7", Number(2), Number(7)))
show("flush", lambda: m.flush(Number(0), Number(10)))
show("seek to a float", lambda: m.seek(1.5))
show("read text", lambda: m.read("x"))
m = fresh()
show("read closes", lambda: m.read(Number(3, m.close)))
m = fresh()
show("move closes", lambda: m.move(0, Number(3, m.close), 2))
