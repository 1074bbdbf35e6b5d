import struct as _struct
import sys as _sys


class ArgumentError(Exception):
    pass


ArgumentError.__module__ = "ctypes"


class _Foreign:
    """Memory at an address, used like a memoryview of bytes."""

    def __init__(self, at, size):
        self.at, self.size = at, size

    def __len__(self):
        return self.size

    def __getitem__(self, part):
        start, end, _ = part.indices(self.size)
        return _Foreign(self.at + start, max(end - start, 0))

    def __setitem__(self, part, data):
        start, end, _ = part.indices(self.size)
        data = bytes(data)
        if len(data) != end - start:
            raise ValueError("the sizes of memory and data differ")
        _write(self.at + start, data)

    def __buffer__(self, flags):
        return memoryview(_read(self.at, self.size))


def _place(memory):
    """The address of memory."""
    return memory.at if isinstance(memory, _Foreign) else _address(memory)


def _text_at(address, unit):
    """The bytes from an address up to a unit of zeros."""
    found = bytearray()
    while True:
        # Not beyond the page: the next one may not be mapped.
        step = min(256, 4096 - (address + len(found)) % 4096)
        data = _read(address + len(found), max(step, unit))
        for place in range(0, len(data) - unit + 1, unit):
            if not any(data[place:place + unit]):
                return bytes(found + data[:place])
        found += data


def _string_of(data, unit):
    return data if unit == 1 else data.decode(_WIDE)


_WIDE = "utf-32-le" if _sys.byteorder == "little" else "utf-32-be"


# Types. An instance is a view of a part of some memory, which it keeps alive: `_memory` is a
# memoryview of its own bytes or memory of others, `_owner` the object that contains it. `_kept`
# holds the targets of the addresses in it, and is shared with the views of the same location.

class _CDataType(type):
    def __mul__(cls, length):
        if length < 0:
            raise ValueError(f"Array length must be >= 0, not {length}")
        key = (cls, length)
        made = _arrays.get(key)
        if made is None:
            made = type(Array)(f"{cls.__name__}_Array_{length}", (Array,), {"_type_": cls, "_length_": length})
            _arrays[key] = made
        return made

    def __rmul__(cls, length):
        return cls * length

    def from_buffer(cls, source, offset=0):
        memory = memoryview(source).cast("B")
        if memory.readonly:
            raise TypeError("underlying buffer is not writable")
        return cls._over(cls._part(memory, offset), source)

    def from_buffer_copy(cls, source, offset=0):
        memory = cls._part(memoryview(source).cast("B"), offset)
        return cls._over(memoryview(bytearray(memory)), None)

    def _part(cls, memory, offset):
        if offset < 0:
            raise ValueError("offset cannot be negative")
        if len(memory) < cls._size + offset:
            raise ValueError(f"Buffer size too small ({len(memory)} instead of at least "
                             f"{cls._size + offset} bytes)")
        return memory[offset:offset + cls._size]

    def _over(cls, memory, owner):
        made = cls.__new__(cls)
        made._memory, made._owner = memory, owner
        return made

    def from_param(cls, value):
        if isinstance(value, cls):
            return value
        if hasattr(value, "_as_parameter_"):
            return cls.from_param(value._as_parameter_)
        return cls._convert(value)

    def _convert(cls, value):
        """A value of another type as an argument."""
        raise TypeError(f"expected {cls.__name__} instance instead of {type(value).__name__}")

    def from_address(cls, address):
        if not isinstance(address, int):
            raise TypeError("integer expected")
        return cls._over(_Foreign(address, cls._size), None)

    def in_dll(cls, library, name):
        try:
            return cls.from_address(dlsym(library._handle, name))
        except OSError as error:
            if isinstance(error, PermissionError):
                raise
            raise ValueError(str(error)) from None


# The encoding of c_wchar.
_WIDE = f"utf-32-{_sys.byteorder[0]}e"

_arrays = {}
_pointers = {}


class _CData(metaclass=_CDataType):
    _size, _align, _owner = 0, 1, None

    def __new__(cls, *args, **kwargs):
        made = object.__new__(cls)
        made._memory = memoryview(bytearray(cls._size))
        made._kept = {}
        return made

    def __buffer__(self, flags):
        return self._memory if isinstance(self._memory, memoryview) else memoryview(self._memory)

    def _pointed(self):
        """The address in it."""
        return int.from_bytes(bytes(self._memory), _sys.byteorder)

    def _point(self, address, kept=None):
        self._memory[:] = (address & (1 << 64) - 1).to_bytes(self._size, _sys.byteorder)
        self._kept[0] = address, kept

    def _target(self):
        """The object that it keeps alive, if that is its target."""
        address, kept = self._kept.get(0, (0, None))
        return kept if address == self._pointed() else None

    def _fetch(self):
        """The result of accessing a field or item of this type."""
        return self

    def _assign(self, value):
        if not isinstance(value, type(self)):
            raise TypeError(f"incompatible types, {type(value).__name__} instance instead of "
                            f"{type(self).__name__} instance")
        self._memory[:] = value._memory
        # In place: the containing object shares the table.
        self._kept.clear()
        self._kept.update(value._kept)


class _SimpleType(_CDataType):
    def _convert(cls, value):
        code = getattr(cls, "_type_", "")
        if code in "zZP" and _points(value, {"z": "c", "Z": "u"}.get(code)):
            return value
        if code == "P" and isinstance(value, (bytes, str)):
            return (c_char_p if isinstance(value, bytes) else c_wchar_p)(value)
        if code in "zZP" and not isinstance(value, (int, type(None)) if code == "P" else (bytes, str, type(None))):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as ctypes.{cls.__name__}")
        made = cls()
        if value is not None or code not in "zZP":
            made.value = value
        return made

    def _swapped(cls, order):
        own = "<" if _sys.byteorder == "little" else ">"
        if order == own or cls._size == 1:
            return cls
        made = _arrays.get((cls, order))
        if made is None:
            body = {"_type_": cls._type_, "_order": order, "__module__": "ctypes"}
            name = f"{cls.__name__}_{'be' if order == '>' else 'le'}"
            made = _arrays[cls, order] = _SimpleType(name, (_SimpleCData,), body)
        return made

    __ctype_be__ = property(lambda cls: cls._swapped(">"))
    __ctype_le__ = property(lambda cls: cls._swapped("<"))


class _SimpleCData(_CData, metaclass=_SimpleType):
    def __init_subclass__(cls):
        code = cls.__dict__.get("_type_")
        if code is not None:
            cls._format = cls._order + _FORMATS[code]
            cls._size = cls._align = _struct.calcsize(cls._format)

    # The byte order: the machine's, or the given one.
    _order = ""

    def __init__(self, value=None):
        if value is not None:
            self.value = value

    @property
    def value(self):
        code = self._type_
        if code == "O":
            return self._kept.get(0)
        if code in "zZ":
            unit = 1 if code == "z" else 4
            if (kept := self._target()) is not None:
                return kept[1]
            return _string_of(_text_at(self._pointed(), unit), unit) if self._pointed() else None
        if code == "P":
            return self._number() or None
        if code == "c":
            return bytes(self._memory)
        if code == "u":
            return chr(_struct.unpack(self._format, self._memory)[0])
        if code == "v":
            return self._number() != 0
        return self._number()

    def _number(self):
        return _struct.unpack(self._format, self._memory)[0]

    @value.setter
    def value(self, value):
        code = self._type_
        if isinstance(value, _SimpleCData):
            value = value.value
        if code == "O":
            self._kept[0] = value
            return
        if code in "zZ":
            wanted = bytes if code == "z" else str
            if value is None:
                self._point(0)
            elif isinstance(value, wanted):
                self._point(*_string(value))
            elif isinstance(value, int):
                self._point(value)
            else:
                kind = "bytes" if code == "z" else "unicode string"
                raise TypeError(f"{kind} or integer address expected instead of {type(value).__name__} instance")
            return
        if code == "c":
            if isinstance(value, (bytes, bytearray)) and len(value) == 1:
                self._memory[:] = value
            elif isinstance(value, int):
                self._memory[:] = bytes([value & 255])
            else:
                raise TypeError("one character bytes, bytearray or integer expected")
        elif code == "u":
            if not isinstance(value, str) or len(value) != 1:
                raise TypeError("one character unicode string expected")
            self._memory[:] = _struct.pack(self._format, ord(value))
        elif code == "?":
            self._memory[:] = _struct.pack("?", bool(value))
        elif code == "v":
            self._memory[:] = _struct.pack(self._format, -1 if value else 0)
        elif code in "fdg":
            if not isinstance(value, (int, float)):
                raise TypeError(f"must be real number, not {type(value).__name__}")
            self._memory[:] = _struct.pack(self._format, value)
        else:
            if code == "P" and value is None:
                value = 0
            if not isinstance(value, int):
                raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
            order = {"": _sys.byteorder, ">": "big", "<": "little"}[self._order]
            self._memory[:] = (value & (1 << 8 * self._size) - 1).to_bytes(self._size, order)

    def _fetch(self):
        # An instance of a class derived from a simple type is not replaced by its value.
        return self.value if type(self).__mro__[1] is _SimpleCData else self

    def _assign(self, value):
        if isinstance(value, type(self)):
            value = value.value
        self.value = value

    def __bool__(self):
        return bool(self.value) and self.value != b"\0"

    def __repr__(self):
        if type(self).__mro__[1] is not _SimpleCData:
            return object.__repr__(self)
        return f"{type(self).__name__}({self.value!r})"


def _points(value, code):
    """Whether an argument is the address of data of a simple type; of any data without one."""
    if isinstance(value, _ByRef):
        kind = type(value._obj)
    elif isinstance(value, (_Pointer, Array)):
        kind = value._type_
    else:
        return code is None and isinstance(value, (CFuncPtr, _SimpleCData)) and getattr(value, "_type_", "P") in "PzZ"
    return code is None or getattr(kind, "_type_", None) == code


def _string(value):
    """The address of a null-terminated copy of a text, and the object that keeps it alive."""
    data = value + b"\0" if isinstance(value, bytes) else value.encode(_WIDE, "surrogatepass") + bytes(4)
    memory = memoryview(bytearray(data))
    return _address(memory), (memory, value.partition(b"\0" if isinstance(value, bytes) else "\0")[0])


_FORMATS = {
    "?": "?", "b": "b", "B": "B", "h": "h", "H": "H", "i": "i", "I": "I", "l": "l", "L": "L", "q": "q", "Q": "Q", "f": "f", "d": "d",
    "g": "d", "c": "c", "u": "I", "v": "h", "P": "N", "O": "N", "z": "N", "Z": "N",
}

for _name, _code in [
    ("c_bool", "?"), ("c_byte", "b"), ("c_ubyte", "B"), ("c_short", "h"), ("c_ushort", "H"), ("c_int", "i"), ("c_uint", "I"), ("c_long", "l"),
    ("c_ulong", "L"), ("c_float", "f"), ("c_double", "d"), ("c_longdouble", "g"), ("c_char", "c"), ("c_wchar", "u"), ("c_void_p", "P"),
    ("c_char_p", "z"), ("c_wchar_p", "Z"), ("py_object", "O"),
]:
    globals()[_name] = _SimpleType(_name, (_SimpleCData,), {"_type_": _code, "__module__": "ctypes"})
c_longlong, c_ulonglong = c_long, c_ulong
c_int8, c_uint8, c_int16, c_uint16 = c_byte, c_ubyte, c_short, c_ushort
c_int32, c_uint32, c_int64, c_uint64 = c_int, c_uint, c_long, c_ulong
c_size_t, c_ssize_t, c_time_t = c_ulong, c_long, c_long
c_voidp = c_void_p


class _ArrayType(_CDataType):
    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        item = getattr(cls, "_type_", None)
        if item is not None:
            cls._size, cls._align = item._size * cls._length_, item._align
            # The code of items that are read as plain values, all at once; those of derived types are not.
            is_plain = isinstance(item, _SimpleType) and item.__mro__[1] is _SimpleCData
            cls._plain = item._type_ if is_plain and item._type_ not in "zZPOv" else ""


class Array(_CData, metaclass=_ArrayType):
    def __init__(self, *items):
        if len(items) > self._length_:
            raise IndexError("invalid index")
        for place, item in enumerate(items):
            self[place] = item

    def __len__(self):
        return self._length_

    def _item(self, place):
        if place < 0:
            place += self._length_
        if not 0 <= place < self._length_:
            raise IndexError("invalid index")
        size = self._type_._size
        item = self._type_._over(self._memory[place * size:(place + 1) * size], self)
        if not self._plain:
            item._kept = self._kept.setdefault(place, {})
        return item

    def _values(self, places=slice(None)):
        """Several items at once, if they are plain values in the order of this machine."""
        memory = self.__buffer__(0)
        if self._plain == "c":
            return bytes(memory[places])
        if self._plain == "u":
            return memory.cast("I")[places].tobytes().decode(_WIDE, "surrogatepass")
        if self._plain and self._type_._format in "bBhHiIlLqQfd?":
            return memory.cast(self._type_._format)[places].tolist()
        return None

    def __getitem__(self, place):
        if isinstance(place, slice):
            if (values := self._values(place)) is not None:
                return values
            items = [self[i] for i in range(*place.indices(len(self)))]
            return {c_char: b"".join, c_wchar: "".join}.get(self._type_, list)(items)
        return self._item(place)._fetch()

    def __setitem__(self, place, value):
        if isinstance(place, slice):
            places = range(*place.indices(len(self)))
            if len(places) != len(value):
                raise ValueError("Can only assign sequence of same size")
            if self._plain == "c" and places.step == 1 and isinstance(value, (bytes, bytearray)):
                self._memory[places.start:places.stop] = value
                return
            for i, item in zip(places, value):
                self[i] = item
        else:
            self._item(place)._assign(value)

    def __iter__(self):
        return (self[place] for place in range(len(self)))

    def _text(self, wanted):
        if self._type_ is not wanted:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute 'value'")

    @property
    def raw(self):
        return bytes(self._memory)

    @raw.setter
    def raw(self, value):
        if len(value) > self._size:
            raise ValueError("byte string too long")
        self._memory[:len(value)] = value

    @property
    def value(self):
        if self._type_ is c_wchar:
            return self._values().partition("\0")[0]
        self._text(c_char)
        return bytes(self._memory).partition(b"\0")[0]

    @value.setter
    def value(self, value):
        if self._type_ is c_wchar:
            kind, wanted, zero = str, "unicode string", "\0"
        else:
            self._text(c_char)
            kind, wanted, zero = bytes, "bytes", b"\0"
        if not isinstance(value, kind):
            raise TypeError(f"{wanted} expected instead of {type(value).__name__} instance")
        if len(value) > self._length_:
            raise ValueError("string too long" if kind is str else "byte string too long")
        if len(value) < self._length_:
            value += zero
        data = value.encode(_WIDE, "surrogatepass") if kind is str else value
        self._memory[:len(data)] = data

    def _fetch(self):
        # An array of characters inside other data is replaced by its text.
        return self.value if self._type_ in (c_char, c_wchar) else self

    def _assign(self, value):
        if isinstance(value, (bytes, str)):
            self.value = value
        elif isinstance(value, tuple):
            self.__init__(*value)
        else:
            super()._assign(value)


class _Field:
    """A field of a structure."""

    def __init__(self, name, kind, offset, bits=None):
        self.name, self.kind, self.offset, self.bits = name, kind, offset, bits
        self.size = kind._size if bits is None else bits[1] << 16 | bits[0]

    def _view(self, instance):
        item = self.kind._over(instance._memory[self.offset:self.offset + self.kind._size], instance)
        item._kept = instance._kept.setdefault(self.name, {})
        return item

    def __get__(self, instance, owner):
        if instance is None:
            return self
        item = self._view(instance)
        if self.bits is None:
            return item._fetch()
        shift, count = self.bits
        number = item._number() >> shift & (1 << count) - 1
        signed = self.kind._type_ in "bhilq" and number >> count - 1
        return number - (1 << count) if signed else number

    def __set__(self, instance, value):
        item = self._view(instance)
        if self.bits is None:
            item._assign(value)
            return
        shift, count = self.bits
        mask = (1 << count) - 1
        item.value = item._number() & ~(mask << shift) | (int(value) & mask) << shift

    def __repr__(self):
        return f"<Field type={self.kind.__name__}, ofs={self.offset}, size={self.size}>"


class _RecordType(_CDataType):
    _is_union, _order = False, ""

    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        if "_fields_" in namespace:
            cls._lay_out(namespace["_fields_"])

    def __setattr__(cls, name, value):
        super().__setattr__(name, value)
        if name == "_fields_":
            cls._lay_out(value)

    def _lay_out(cls, fields):
        base = cls.__mro__[1]
        end, align, names = base._size, base._align, list(getattr(base, "_names", ()))
        pack, used = getattr(cls, "_pack_", None), None
        for name, kind, *width in fields:
            if cls._order:
                kind = _in_order(kind, cls._order)
            step = min(kind._align, pack) if pack else kind._align
            align = max(align, step)
            bits = None
            if width:
                if not 0 < width[0] <= 8 * kind._size:
                    raise ValueError("number of bits invalid for bit field")
                # Bit fields of one type share it as long as they fit.
                if used is None or used[1] is not kind or used[2] + width[0] > 8 * kind._size:
                    used = [0 if cls._is_union else -(-end // step) * step, kind, 0]
                place, bits = used[0], (used[2], width[0])
                used[2] += 0 if cls._is_union else width[0]
            else:
                place, used = 0 if cls._is_union else -(-end // step) * step, None
            end = max(end, place + kind._size)
            type.__setattr__(cls, name, _Field(name, kind, place, bits))
            names.append(name)
            if name in getattr(cls, "_anonymous_", ()):
                for inner in kind._names:
                    type.__setattr__(cls, inner, _Through(name, inner))
        size = -(-end // align) * align
        type.__setattr__(cls, "_size", size)
        type.__setattr__(cls, "_align", align)
        type.__setattr__(cls, "_names", names)


class _Through:
    """A field of an anonymous field."""

    def __init__(self, outer, inner):
        self.outer, self.inner = outer, inner

    def __get__(self, instance, owner):
        return self if instance is None else getattr(getattr(instance, self.outer), self.inner)

    def __set__(self, instance, value):
        setattr(getattr(instance, self.outer), self.inner, value)


class _UnionType(_RecordType):
    _is_union = True


class Structure(_CData, metaclass=_RecordType):
    _names = ()

    def __init__(self, *args, **kwargs):
        if len(args) > len(self._names):
            raise TypeError("too many initializers")
        for name, value in zip(self._names, args):
            if name in kwargs:
                raise TypeError(f"duplicate values for field {name!r}")
            setattr(self, name, value)
        for name, value in kwargs.items():
            setattr(self, name, value)

    def _assign(self, value):
        if isinstance(value, tuple):
            self.__init__(*value)
        else:
            super()._assign(value)


class Union(Structure, metaclass=_UnionType):
    pass


def _in_order(kind, order):
    """A type with its bytes in a given order."""
    if isinstance(kind, _ArrayType):
        return _in_order(kind._type_, order) * kind._length_
    if isinstance(kind, _RecordType):
        return kind
    if not isinstance(kind, _SimpleType) or kind._type_ in "OzZPg":
        raise TypeError(f"This type does not support other endian: {kind}")
    return kind._swapped(order)


class _PointerType(_CDataType):
    def set_type(cls, kind):
        cls._type_ = kind

    def _convert(cls, value):
        if value is None:
            return cls()
        if isinstance(value, cls._type_):
            return _ByRef(value, 0)
        if isinstance(value, _ByRef) and isinstance(value._obj, cls._type_):
            return value
        if isinstance(value, (_Pointer, Array)) and issubclass(value._type_, cls._type_):
            return value
        return super()._convert(value)


class _Pointer(_CData, metaclass=_PointerType):
    _size = _align = _struct.calcsize("N")

    def __init__(self, target=None):
        if target is None:
            return
        if not isinstance(target, self._type_):
            raise TypeError(f"expected {self._type_.__name__} instead of {type(target).__name__}")
        self._point(_place(target._memory), target)

    def _item(self, place):
        address, kind = self._pointed(), self._type_
        if not address:
            raise ValueError("NULL pointer access")
        target = self._target()
        if isinstance(target, Array) and not isinstance(target, kind) and 0 <= place < len(target):
            return target._item(place)
        start = place * kind._size
        if target is not None and 0 <= start and start + kind._size <= len(target._memory):
            item = kind._over(target._memory[start:start + kind._size], target)
            if place == 0:
                item._kept = target._kept
            return item
        return kind._over(_Foreign(address + start, kind._size), self)

    @property
    def contents(self):
        return self._item(0)

    @contents.setter
    def contents(self, target):
        self.__init__(target)

    def __getitem__(self, place):
        if not isinstance(place, slice):
            return self._item(place)._fetch()
        if place.stop is None:
            raise ValueError("slice stop is required")
        step = 1 if place.step is None else place.step
        if place.start is None and step < 0:
            raise ValueError("slice start is required for step < 0")
        items = [self[i] for i in range(place.start or 0, place.stop, step)]
        return {c_char: b"".join, c_wchar: "".join}.get(self._type_, list)(items)

    def __setitem__(self, place, value):
        self._item(place)._assign(value)

    def __bool__(self):
        return self._pointed() != 0

    def _assign(self, value):
        if value is None:
            self._point(0)
        elif isinstance(value, Array) and value._type_ is self._type_:
            self._point(_place(value._memory), value)
        else:
            super()._assign(value)


def POINTER(kind):
    """Create and return a new ctypes pointer type."""
    made = _pointers.get(kind)
    if made is None:
        if kind is None:
            return c_void_p
        name = kind if isinstance(kind, str) else kind.__name__
        made = _PointerType(f"LP_{name}", (_Pointer,), {"_type_": kind, "__module__": "ctypes"})
        _pointers[kind] = made
    return made


def pointer(target):
    """Create a new pointer instance, pointing to 'target'."""
    return POINTER(type(target))(target)


class _ByRef:
    """The address of data as an argument."""

    def __init__(self, target, offset):
        self._obj, self._offset = target, offset

    def __repr__(self):
        return f"<cparam 'P' ({hex(_place(self._obj._memory) + self._offset)})>"


_ByRef.__name__ = _ByRef.__qualname__ = "CArgObject"


def byref(target, offset=0):
    """Return a pointer lookalike to a C instance, only usable as function argument."""
    if not isinstance(target, _CData):
        raise TypeError(f"byref() argument must be a ctypes instance, not '{type(target).__name__}'")
    return _ByRef(target, offset)


def sizeof(thing):
    """Return the size in bytes of a C instance."""
    if isinstance(thing, _CData):
        return len(thing._memory)
    if not isinstance(thing, _CDataType):
        raise TypeError("this type has no size")
    return thing._size


def alignment(thing):
    """Return the alignment requirements of a C instance."""
    if not isinstance(thing, _CData) and not isinstance(thing, _CDataType):
        raise TypeError("no alignment info")
    return thing._align


def addressof(thing):
    """Return the address of the C instance internal buffer."""
    if not isinstance(thing, _CData):
        raise TypeError("invalid type")
    return _place(thing._memory)


def resize(thing, size):
    """Resize the memory buffer of a ctypes instance."""
    if not isinstance(thing, _CData):
        raise TypeError("excepted ctypes instance")
    if size < thing._size:
        raise ValueError(f"minimum size is {thing._size}")
    if thing._owner is not None or isinstance(thing._memory, _Foreign):
        raise ValueError("Memory cannot be resized because this object doesn't own it")
    old = bytes(thing._memory)[:size]
    thing._memory = memoryview(bytearray(old + bytes(size - len(old))))


_errno = 0


def get_errno():
    return _errno


def set_errno(value):
    global _errno
    old, _errno = _errno, value
    return old
