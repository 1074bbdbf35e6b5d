import struct as _struct

typecodes = "bBuwhHiIlLqQfd"
_TEXT = "uw"


class array:
    """Arrays of numbers of one type."""

    def __init__(self, typecode, initializer=(), /):
        if not isinstance(typecode, str) or len(typecode) != 1:
            raise TypeError("array() argument 1 must be a unicode character, not " + type(typecode).__name__)
        if typecode not in typecodes:
            raise ValueError("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")
        self.typecode, self._items = typecode, []
        self.itemsize = 4 if typecode in _TEXT else _struct.calcsize("@" + typecode)
        if isinstance(initializer, (bytes, bytearray)):
            self.frombytes(initializer)
        elif isinstance(initializer, str) and typecode not in _TEXT:
            raise TypeError(f"cannot use a str to initialize an array with typecode '{typecode}'")
        else:
            self.extend(initializer)

    def _checked(self, value):
        code = self.typecode
        if code in _TEXT:
            if not isinstance(value, str) or len(value) != 1:
                raise TypeError("array item must be a unicode character, not " + type(value).__name__)
            return value
        if code in "fd":
            if not hasattr(value, "__float__") and not hasattr(value, "__index__"):
                raise TypeError("must be real number, not " + type(value).__name__)
            return _struct.unpack("@" + code, _struct.pack("@" + code, value))[0]
        if not hasattr(value, "__index__"):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        value = value.__index__()
        bits = 8 * self.itemsize
        low, high = (-1 << bits - 1, (1 << bits - 1) - 1) if code.islower() else (0, (1 << bits) - 1)
        if not low <= value <= high:
            names = {"b": "signed char", "B": "unsigned byte integer", "h": "signed short integer",
                     "H": "unsigned short"}
            if code in names:
                raise OverflowError(f"{names[code]} is {'less than minimum' if value < low else 'greater than maximum'}")
            if value < 0 and low == 0:
                raise OverflowError("can't convert negative value to unsigned int")
            raise OverflowError("Python int too large to convert to C " + ("int" if code in "iI" else "long"))
        return value

    def _same(self, other):
        if not isinstance(other, array):
            raise TypeError(f"can only append array (not \"{type(other).__name__}\") to array")
        if other.typecode != self.typecode:
            raise TypeError("bad argument type for built-in operation")
        return other._items

    def _made(self, items):
        new = array(self.typecode)
        new._items = items
        return new

    def append(self, v, /):
        self._items.append(self._checked(v))

    def extend(self, bb, /):
        if isinstance(bb, array):
            if bb.typecode != self.typecode:
                raise TypeError("can only extend with array of same kind")
            self._items.extend(bb._items)
        else:
            for value in bb:
                self._items.append(self._checked(value))

    fromlist = extend

    def insert(self, i, v, /):
        self._items.insert(i, self._checked(v))

    def pop(self, i=-1, /):
        if not self._items:
            raise IndexError("pop from empty array")
        try:
            return self._items.pop(i)
        except IndexError:
            raise IndexError("pop index out of range") from None

    def remove(self, v, /):
        try:
            self._items.remove(v)
        except ValueError:
            raise ValueError("array.remove(x): x not in array") from None

    def index(self, v, start=0, stop=None, /):
        try:
            return self._items.index(v, start, len(self._items) if stop is None else stop)
        except ValueError:
            raise ValueError("array.index(x): x not in array") from None

    def count(self, v, /):
        return self._items.count(v)

    def reverse(self):
        self._items.reverse()

    def clear(self):
        self._items.clear()

    def tolist(self):
        return list(self._items)

    def tobytes(self):
        if self.typecode in _TEXT:
            return "".join(self._items).encode("utf-32-le")
        return _struct.pack(f"@{len(self._items)}{self.typecode}", *self._items)

    __bytes__ = tobytes

    def frombytes(self, buffer, /):
        buffer = bytes(buffer)
        if len(buffer) % self.itemsize:
            raise ValueError("bytes length not a multiple of item size")
        if self.typecode in _TEXT:
            self._items.extend(buffer.decode("utf-32-le"))
        else:
            self._items.extend(_struct.unpack(f"@{len(buffer) // self.itemsize}{self.typecode}", buffer))

    def fromfile(self, f, n, /):
        data = f.read(n * self.itemsize)
        self.frombytes(data)
        if len(data) < n * self.itemsize:
            raise EOFError("read() didn't return enough bytes")

    def tofile(self, f, /):
        f.write(self.tobytes())

    def tounicode(self):
        return "".join(self._items)

    def fromunicode(self, text, /):
        self.extend(text)

    def byteswap(self):
        turned = b"".join(self.tobytes()[i:i + self.itemsize][::-1]
                          for i in range(0, len(self) * self.itemsize, self.itemsize))
        self._items.clear()
        self.frombytes(turned)

    def buffer_info(self):
        return id(self), len(self)

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __contains__(self, v):
        return v in self._items

    def __getitem__(self, i):
        if isinstance(i, slice):
            return self._made(self._items[i])
        try:
            return self._items[i]
        except IndexError:
            raise IndexError("array index out of range") from None
        except TypeError:
            raise TypeError("array indices must be integers") from None

    def __setitem__(self, i, v):
        if isinstance(i, slice):
            if not isinstance(v, array):
                raise TypeError(f"can only assign array (not \"{type(v).__name__}\") to array slice")
            self._items[i] = self._same(v)
            return
        v = self._checked(v)
        try:
            self._items[i] = v
        except IndexError:
            raise IndexError("array assignment index out of range") from None

    def __delitem__(self, i):
        try:
            del self._items[i]
        except IndexError:
            raise IndexError("array assignment index out of range") from None

    def __add__(self, other):
        return self._made(self._items + self._same(other))

    def __iadd__(self, other):
        if not isinstance(other, array):
            raise TypeError(f"can only extend with array (not \"{type(other).__name__}\")")
        self.extend(other)
        return self

    def __mul__(self, n):
        return self._made(self._items * n)

    __rmul__ = __mul__

    def __imul__(self, n):
        self._items *= n
        return self

    def __eq__(self, other):
        return self._items == other._items if isinstance(other, array) else NotImplemented

    def __lt__(self, other):
        return self._items < other._items if isinstance(other, array) else NotImplemented

    def __le__(self, other):
        return self._items <= other._items if isinstance(other, array) else NotImplemented

    def __gt__(self, other):
        return self._items > other._items if isinstance(other, array) else NotImplemented

    def __ge__(self, other):
        return self._items >= other._items if isinstance(other, array) else NotImplemented

    __hash__ = None

    def __copy__(self):
        return self._made(list(self._items))

    def __deepcopy__(self, memo):
        return self.__copy__()

    def __reduce_ex__(self, protocol):
        return array, (self.typecode, self.tolist())

    def __repr__(self):
        if not self._items:
            return f"array('{self.typecode}')"
        shown = repr(self.tounicode()) if self.typecode in _TEXT else repr(self._items)
        return f"array('{self.typecode}', {shown})"

    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)


ArrayType = array
