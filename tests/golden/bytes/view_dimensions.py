"""Views of several dimensions, which `memoryview.cast` makes."""

def t(label, f):
    try:
        value = f()
    except Exception as error:
        print(f"{label}: {type(error).__name__}: {error}")
    else:
        shown = (value.format, value.shape, value.strides) if isinstance(value, memoryview) else value
        print(f"{label}: {shown}")
import array
m = memoryview(bytes(range(12)))
t('m.cast("B", [3,4]).tolist()', lambda: m.cast("B", [3,4]).tolist())
t('m.cast("B", (2,2,3)).tolist()', lambda: m.cast("B", (2,2,3)).tolist())
t('m.cast("B", [3,4])[1,2]', lambda: m.cast("B", [3,4])[1,2])
t('m.cast("B", [3,4])[-1,-1]', lambda: m.cast("B", [3,4])[-1,-1])
t('m.cast("B", [3,4])[3,0]', lambda: m.cast("B", [3,4])[3,0])
t('m.cast("B", [3,4])[0]', lambda: m.cast("B", [3,4])[0])
t('m.cast("B", [3,4])[0,0,0]', lambda: m.cast("B", [3,4])[0,0,0])
t('m.cast("B", [3,4])[0:1]', lambda: m.cast("B", [3,4])[0:1])
t('m.cast("B", [3,4])[0:1, 0:1]', lambda: m.cast("B", [3,4])[0:1, 0:1])
t('m.cast("B", [3,5])', lambda: m.cast("B", [3,5]))
t('m.cast("H", [3,2]).tolist()', lambda: m.cast("H", [3,2]).tolist())
t('m.cast("H", [3,2]).strides', lambda: m.cast("H", [3,2]).strides)
t('m.cast("B", [3,4]).cast("B").tolist()', lambda: m.cast("B", [3,4]).cast("B").tolist())
t('m.cast("B", [3,4]).cast("H")', lambda: m.cast("B", [3,4]).cast("H"))
t('m.cast("B", [3,4]).tobytes()', lambda: m.cast("B", [3,4]).tobytes())
t('m.cast("B", [3,4]) == m.cast("B",[3,4])', lambda: m.cast("B", [3,4]) == m.cast("B",[3,4]))
t('m.cast("B", [3,4]) == m.cast("B",[4,3])', lambda: m.cast("B", [3,4]) == m.cast("B",[4,3]))
t('m.cast("B", [3,4]) == m', lambda: m.cast("B", [3,4]) == m)
t('(m.cast("B", [3,4]).ndim, m.cast("B", [3,4]).shape, len(m.cast("B", [3,4])), m.cast("B", [3,4]).nbytes)', lambda: (m.cast("B", [3,4]).ndim, m.cast("B", [3,4]).shape, len(m.cast("B", [3,4])), m.cast("B", [3,4]).nbytes))
b = bytearray(12)
w = memoryview(b).cast("B",[3,4])
def assign():
    w[1,2]=7
    return b
t("one item assigned", assign)
def assign2():
    w[0]=7
t("a row assigned", assign2)
t('m.cast("B", [3,4]).hex()', lambda: m.cast("B", [3,4]).hex())
t('hash(m.cast("B", [3,4])) == hash(bytes(range(12)))', lambda: hash(m.cast("B", [3,4])) == hash(bytes(range(12))))
t('m.cast("B", [])', lambda: m.cast("B", []))
t('memoryview(b"a").cast("B", []).tolist()', lambda: memoryview(b"a").cast("B", []).tolist())
t('memoryview(b"a").cast("B", [])[()]', lambda: memoryview(b"a").cast("B", [])[()])
t('memoryview(b"a").cast("B", []).shape', lambda: memoryview(b"a").cast("B", []).shape)
t('len(memoryview(b"a").cast("B", []))', lambda: len(memoryview(b"a").cast("B", [])))
t('m.cast("B", [0,4])', lambda: m.cast("B", [0,4]))
t('m.cast("B", [-3,4])', lambda: m.cast("B", [-3,4]))
t('m.cast("B", "ab")', lambda: m.cast("B", "ab"))
t('m.cast("B", [2.0])', lambda: m.cast("B", [2.0]))
t('m.cast("B", [3,4], 1)', lambda: m.cast("B", [3,4], 1))
t('list(m.cast("B", [3,4]))', lambda: list(m.cast("B", [3,4])))
t('3 in m.cast("B", [3,4])', lambda: 3 in m.cast("B", [3,4]))
t('m.cast("H").cast("B", [12])', lambda: m.cast("H").cast("B", [12]))
t('m.cast("H").cast("B", [3,4]).tolist()', lambda: m.cast("H").cast("B", [3,4]).tolist())
t('m.cast("I").cast("H")', lambda: m.cast("I").cast("H"))
t('m.cast("i",[3]).tolist()', lambda: m.cast("i",[3]).tolist())
t('m[::2].cast("B",[3,2])', lambda: m[::2].cast("B",[3,2]))
t('m.cast("B",[1]*65)', lambda: m.cast("B",[1]*65))
t('m.cast("B", [3,4])[...]', lambda: m.cast("B", [3,4])[...])
t('m[...]', lambda: m[...])
t('m[0,]', lambda: m[0,])
t('m[()]', lambda: m[()])
t('m["a"]', lambda: m["a"])
t('m.cast("B",[3,4])[0,"a"]', lambda: m.cast("B",[3,4])[0,"a"])
t('bytes(m.cast("B",[3,4]))', lambda: bytes(m.cast("B",[3,4])))
t('bytearray(m.cast("H",[3,2]))', lambda: bytearray(m.cast("H",[3,2])))
t('memoryview(m.cast("H",[3,2])).shape', lambda: memoryview(m.cast("H",[3,2])).shape)
t('(m.cast("B",[3,4]).c_contiguous, m.cast("B",[3,4]).f_contiguous, m.cast("B",[3,4]).contiguous)', lambda: (m.cast("B",[3,4]).c_contiguous, m.cast("B",[3,4]).f_contiguous, m.cast("B",[3,4]).contiguous))
t('(m.cast("B",[1,12]).c_contiguous, m.cast("B",[1,12]).f_contiguous)', lambda: (m.cast("B",[1,12]).c_contiguous, m.cast("B",[1,12]).f_contiguous))
t('m.cast("B",[3,4]).tobytes("F")', lambda: m.cast("B",[3,4]).tobytes("F"))
t('m.cast("B",[2,2,3]).tobytes("F")', lambda: m.cast("B",[2,2,3]).tobytes("F"))
t('m.cast("B",[2,2,3]).tobytes("x")', lambda: m.cast("B",[2,2,3]).tobytes("x"))
t('m.cast("B",[2,2,3]).toreadonly().shape', lambda: m.cast("B",[2,2,3]).toreadonly().shape)
t('list(reversed(m.cast("B",[3,4])))', lambda: list(reversed(m.cast("B",[3,4]))))
t('m.cast("B",[3,4]).suboffsets', lambda: m.cast("B",[3,4]).suboffsets)
def d():
    w2=memoryview(bytearray(4)).cast("f",[1])
    w2[0]=1.5
    return w2.tolist()
t("a float assigned", d)
def e():
    w2=memoryview(bytearray(4)).cast("B",[2,2])
    w2[0,0]=300
t("too large an item", e)
def f():
    w2=memoryview(bytearray(4)).cast("B",[2,2])
    w2[:]=b"1234"
t("a slice assigned", f)
def g():
    w2=memoryview(bytearray(4)).cast("B",[2,2])
    del w2[0,0]
t("an item deleted", g)
t('m.cast("@B")', lambda: m.cast("@B"))
t('m.cast("<H")', lambda: m.cast("<H"))
t('m.cast("c",[3,4]).tolist()', lambda: m.cast("c",[3,4]).tolist())
t('memoryview(array.array("d",[1,2,3,4])).cast("B").cast("d",[2,2]).tolist()', lambda: memoryview(array.array("d",[1,2,3,4])).cast("B").cast("d",[2,2]).tolist())
t('memoryview(b"ab").cast("e").tolist()', lambda: memoryview(b"ab").cast("e").tolist())


def half_floats():
    data = bytearray(4)
    view = memoryview(data).cast("e")
    view[0], view[1] = 1.5, -2
    return view.tolist(), data


t('half floats written', lambda: half_floats())
