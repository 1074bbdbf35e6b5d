import struct as _struct
import sys as _sys

__version__ = "1.1.0"
DEFAULT_MODE = RTLD_LOCAL = 0
RTLD_GLOBAL = 256


class ArgumentError(Exception):
    pass


def _no_library(name):
    return OSError(f"{name}: Hob cannot load C libraries")


def _no_address(what):
    return NotImplementedError(f"ctypes.{what}: C data has no address under Hob")


# Types. An instance is a view of a part of some memory, which it keeps alive: `_memory` is a
# memoryview of its own bytes, `_owner` what it is a part of.

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
        try:
            return cls(value)
        except TypeError:
            raise TypeError(f"expected {cls.__name__} instance instead of {type(value).__name__}") from None

    def from_address(cls, address):
        raise _no_address("from_address")

    def in_dll(cls, library, name):
        raise _no_library(name)


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
        return self._memory

    def _fetch(self):
        """What an access to a field or item of this type gives."""
        return self

    def _assign(self, value):
        if not isinstance(value, type(self)):
            raise TypeError(f"incompatible types, {type(value).__name__} instance instead of "
                            f"{type(self).__name__} instance")
        self._memory[:] = value._memory
        # In place: what it is a part of shares the table.
        self._kept.clear()
        self._kept.update(value._kept)


class _SimpleCData(_CData):
    def __init_subclass__(cls):
        code = cls.__dict__.get("_type_")
        if code is not None:
            cls._format = _FORMATS[code]
            cls._size = cls._align = _struct.calcsize(cls._format)

    def __init__(self, value=None):
        if value is not None:
            self.value = value

    @property
    def value(self):
        code = self._type_
        if code in "OzZP":
            return self._kept.get(0) if code != "P" else self._number() or None
        if code == "c":
            return bytes(self._memory)
        if code == "u":
            return chr(_struct.unpack("=I", self._memory)[0])
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
        if code in "OzZ":
            wanted = {"z": bytes, "Z": str}.get(code, object)
            if value is not None and not isinstance(value, wanted):
                raise TypeError(f"{wanted.__name__} or integer address expected instead of "
                                f"{type(value).__name__} instance")
            self._kept[0] = value
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
            self._memory[:] = _struct.pack("=I", ord(value))
        elif code == "?":
            self._memory[:] = _struct.pack("?", value)
        elif code == "v":
            self._memory[:] = _struct.pack("h", -1 if value else 0)
        elif code in "fdg":
            if not isinstance(value, (int, float)):
                raise TypeError(f"must be real number, not {type(value).__name__}")
            self._memory[:] = _struct.pack(self._format, value)
        else:
            if code == "P" and value is None:
                value = 0
            if not isinstance(value, int):
                raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
            self._memory[:] = (value & (1 << 8 * self._size) - 1).to_bytes(self._size, _sys.byteorder)

    def _fetch(self):
        # A class derived from a simple type is not taken for its value.
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


_FORMATS = {
    "?": "?", "b": "b", "B": "B", "h": "h", "H": "H", "i": "i", "I": "I", "l": "l", "L": "L", "q": "q", "Q": "Q", "f": "f", "d": "d",
    "g": "d", "c": "c", "u": "I", "v": "h", "P": "N", "O": "N", "z": "N", "Z": "N",
}

for _name, _code in [
    ("c_bool", "?"), ("c_byte", "b"), ("c_ubyte", "B"), ("c_short", "h"), ("c_ushort", "H"), ("c_int", "i"), ("c_uint", "I"), ("c_long", "l"),
    ("c_ulong", "L"), ("c_float", "f"), ("c_double", "d"), ("c_longdouble", "g"), ("c_char", "c"), ("c_wchar", "u"), ("c_void_p", "P"),
    ("c_char_p", "z"), ("c_wchar_p", "Z"), ("py_object", "O"),
]:
    globals()[_name] = _CDataType(_name, (_SimpleCData,), {"_type_": _code, "__module__": "ctypes"})
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
        item._kept = self._kept.setdefault(place, {})
        return item

    def __getitem__(self, place):
        if isinstance(place, slice):
            items = [self[i] for i in range(*place.indices(len(self)))]
            return {c_char: b"".join, c_wchar: "".join}.get(self._type_, list)(items)
        return self._item(place)._fetch()

    def __setitem__(self, place, value):
        if isinstance(place, slice):
            places = range(*place.indices(len(self)))
            if len(places) != len(value):
                raise ValueError("Can only assign sequence of same size")
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
            return "".join(self).partition("\0")[0]
        self._text(c_char)
        return bytes(self._memory).partition(b"\0")[0]

    @value.setter
    def value(self, value):
        if len(value) > self._length_:
            raise ValueError("string too long" if self._type_ is c_wchar else "byte string too long")
        for place, item in enumerate(value[i:i + 1] for i in range(len(value))):
            self[place] = item
        if len(value) < self._length_:
            self[len(value)] = "\0" if self._type_ is c_wchar else b"\0"

    def _fetch(self):
        # An array of characters inside other data is taken for its text.
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
    _is_union = False

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


LittleEndianStructure, LittleEndianUnion = Structure, Union


class _Pointer(_CData):
    _size = _align = _struct.calcsize("N")

    def __init__(self, target=None):
        self._kept[0] = target

    @property
    def contents(self):
        if self._kept.get(0) is None:
            raise ValueError("NULL pointer access")
        return self._kept[0]

    @contents.setter
    def contents(self, target):
        self._kept[0] = target

    def __getitem__(self, place):
        target = self.contents
        if isinstance(target, Array) and not isinstance(place, slice):
            return target[place]
        if place != 0:
            raise _no_address("pointer")
        return target._fetch()

    def __setitem__(self, place, value):
        if place != 0:
            raise _no_address("pointer")
        self.contents._assign(value)

    def __bool__(self):
        return self._kept.get(0) is not None


def POINTER(kind):
    """Create and return a new ctypes pointer type."""
    made = _pointers.get(kind)
    if made is None:
        if kind is None:
            return c_void_p
        name = kind if isinstance(kind, str) else kind.__name__
        made = _CDataType(f"LP_{name}", (_Pointer,), {"_type_": kind, "__module__": "ctypes"})
        _pointers[kind] = made
    return made


def pointer(target):
    """Create a new pointer instance, pointing to 'target'."""
    return POINTER(type(target))(target)


def byref(target, offset=0):
    """Return a pointer lookalike to a C instance, only usable as function argument."""
    if offset:
        raise _no_address("byref")
    return pointer(target)


def _function_type(flags):
    def make(result, *arguments, use_errno=False, use_last_error=False):
        class CFunctionType(_CData):
            _size = _align = _struct.calcsize("N")
            restype, argtypes, _flags_ = result, arguments, flags

            def __init__(self, function=None):
                if function is not None and not callable(function):
                    raise _no_address("CFUNCTYPE")
                self._kept[0] = function

            def __call__(self, *args):
                if self._kept[0] is None:
                    raise ValueError("NULL function pointer")
                return self._kept[0](*args)

        return CFunctionType
    return make


CFUNCTYPE, PYFUNCTYPE = _function_type(1), _function_type(5)


def sizeof(thing):
    """Return the size in bytes of a C instance."""
    if not isinstance(thing, _CData) and not isinstance(thing, _CDataType):
        raise TypeError("this type has no size")
    return thing._size


def alignment(thing):
    """Return the alignment requirements of a C instance."""
    if not isinstance(thing, _CData) and not isinstance(thing, _CDataType):
        raise TypeError("no alignment info")
    return thing._align


def create_string_buffer(init, size=None):
    """A mutable array of c_char."""
    if isinstance(init, bytes):
        made = (c_char * (len(init) + 1 if size is None else size))()
        made.value = init
        return made
    if isinstance(init, int):
        return (c_char * init)()
    raise TypeError(init)


def create_unicode_buffer(init, size=None):
    """A mutable array of c_wchar."""
    if isinstance(init, str):
        made = (c_wchar * (len(init) + 1 if size is None else size))()
        made.value = init
        return made
    if isinstance(init, int):
        return (c_wchar * init)()
    raise TypeError(init)


def _in_memory(function):
    """The memory of C data or a buffer, for functions that take addresses."""
    def of(thing):
        if isinstance(thing, _Pointer):
            thing = thing.contents
        if isinstance(thing, _CData):
            return thing._memory
        raise _no_address(function)
    return of


def memmove(target, source, count):
    """Copies bytes from one place of C data to another."""
    where = _in_memory("memmove")
    data = source[:count] if isinstance(source, bytes) else bytes(where(source)[:count])
    where(target)[:count] = data
    return target


def memset(target, byte, count):
    """Fills C data with a byte."""
    _in_memory("memset")(target)[:count] = bytes([byte & 255]) * count
    return target


def string_at(thing, size=-1):
    """Return the byte string at C data."""
    data = bytes(_in_memory("string_at")(thing))
    return data.partition(b"\0")[0] if size < 0 else data[:size]


def addressof(thing):
    raise _no_address("addressof")


def cast(thing, kind):
    if isinstance(thing, (_CData, int, type(None))) and not thing and issubclass(kind, _Pointer):
        return kind()
    raise _no_address("cast")


def resize(thing, size):
    raise _no_address("resize")


_errno = 0


def get_errno():
    return _errno


def set_errno(value):
    global _errno
    old, _errno = _errno, value
    return old


class CDLL:
    """A shared library: none can be loaded."""

    def __init__(self, name, mode=DEFAULT_MODE, handle=None, use_errno=False, use_last_error=False, winmode=None):
        raise _no_library(name if name is not None else "the program itself")


class PyDLL(CDLL):
    """A shared library that uses CPython's C interface: none can be loaded."""


class LibraryLoader:
    def __init__(self, kind):
        self._kind = kind

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self._kind(name)

    def __getitem__(self, name):
        return self._kind(name)

    def LoadLibrary(self, name):
        return self._kind(name)


cdll, pydll = LibraryLoader(CDLL), LibraryLoader(PyDLL)


def __getattr__(name):
    if name == "pythonapi":
        raise AttributeError("module 'ctypes' has no attribute 'pythonapi': Hob does not have CPython's C interface")
    raise AttributeError(f"module 'ctypes' has no attribute {name!r}")
