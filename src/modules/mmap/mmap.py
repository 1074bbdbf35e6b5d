import os
from _operator import index as _index

error = OSError
ACCESS_DEFAULT, ACCESS_READ, ACCESS_WRITE, ACCESS_COPY = range(4)
PROT_READ, PROT_WRITE, PROT_EXEC = 1, 2, 4
MAP_SHARED, MAP_PRIVATE, MAP_ANON, MAP_ANONYMOUS = 1, 2, 32, 32
MAP_DENYWRITE, MAP_EXECUTABLE, MAP_LOCKED, MAP_NORESERVE, MAP_POPULATE = 0x800, 0x1000, 0x2000, 0x4000, 0x8000
MAP_STACK, MAP_HUGETLB = 0x20000, 0x40000
MAP_32BIT = 0x40
MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL, MADV_WILLNEED, MADV_DONTNEED = range(5)
MADV_FREE, MADV_REMOVE, MADV_DONTFORK, MADV_DOFORK = range(8, 12)
MADV_MERGEABLE, MADV_UNMERGEABLE, MADV_HUGEPAGE, MADV_NOHUGEPAGE, MADV_DONTDUMP, MADV_DODUMP = range(12, 18)
MADV_HWPOISON = 100
PAGESIZE = ALLOCATIONGRANULARITY = 4096


def _optional(number):
    """The integer of an argument, or None."""
    return None if number is None else _index(number)


class mmap(_Memory):
    """Maps length bytes from the file specified by the file descriptor fileno, and returns a mmap object."""

    def __new__(cls, fileno, length, flags=MAP_SHARED, prot=PROT_READ | PROT_WRITE, access=ACCESS_DEFAULT, offset=0,
                *, trackfd=True):
        if length < 0:
            raise OverflowError("memory mapped length must be positive")
        if offset < 0:
            raise OverflowError("memory mapped offset must be positive")
        if access != ACCESS_DEFAULT and (flags != MAP_SHARED or prot != PROT_READ | PROT_WRITE):
            raise ValueError("mmap can't specify both access and flags, prot.")
        if access == ACCESS_READ:
            prot = PROT_READ
        elif access == ACCESS_COPY:
            flags = MAP_PRIVATE
        elif access == ACCESS_DEFAULT:
            if prot & PROT_WRITE == 0:
                access = ACCESS_READ
        elif access != ACCESS_WRITE:
            raise ValueError("mmap invalid access parameter.")
        if fileno != -1:
            size = os.fstat(fileno).st_size
            if length == 0:
                if size == 0:
                    raise ValueError("cannot mmap an empty file")
                if offset >= size:
                    raise ValueError("mmap offset is greater than file size")
                length = size - offset
            elif offset > size or size - offset < length:
                raise ValueError("mmap length is greater than file size")
        else:
            flags |= MAP_ANONYMOUS
        self = super().__new__(cls, fileno, length, flags, prot, offset)
        self._access, self._offset, self._position = access, offset, 0
        self._fd = os.dup(fileno) if fileno != -1 and trackfd else -1
        return self

    def _view(self):
        self._check()
        return memoryview(self)

    def _writable(self):
        self._check()
        if self._readonly:
            raise TypeError("mmap can't modify a readonly memory map.")
        return memoryview(self)

    def __setitem__(self, index, value):
        view = self._writable()
        if isinstance(index, slice):
            if len(view[index]) != len(value):
                raise IndexError("mmap slice assignment is wrong size")
            view[index] = memoryview(value).cast("B")
            return
        if not isinstance(value, int):
            raise TypeError("mmap item value must be an int")
        if not 0 <= value < 256:
            raise ValueError("mmap item value must be in range(0, 256)")
        try:
            view[index] = value
        except IndexError:
            raise IndexError("mmap index out of range") from None

    def __delitem__(self, index):
        self._check()
        raise TypeError("mmap object doesn't support item deletion")

    def __contains__(self, item):
        # The items of the sequence are bytes, although an index gives an int.
        return isinstance(item, (bytes, bytearray)) and len(item) == 1 and self.find(item, 0) >= 0

    def __iter__(self):
        index = 0
        while index < len(self):
            yield self[index:index + 1]
            index += 1

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __repr__(self):
        name = f"{type(self).__module__}.{type(self).__qualname__}"
        if self.closed:
            return f"<{name} closed=True>"
        access = ("ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY")[self._access]
        return (f"<{name} closed=False, access={access}, length={self._length}, pos={self._position}, "
                f"offset={self._offset}>")

    def __del__(self):
        if not self.closed:
            self.close()

    def close(self):
        self._unmap()
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)

    def _range(self, start, end):
        length = len(self)
        start = self._position if start is None else max(start + length, 0) if start < 0 else min(start, length)
        end = length if end is None else max(end + length, 0) if end < 0 else min(end, length)
        return start, end

    def find(self, view, start=None, end=None, /):
        start, end = _optional(start), _optional(end)
        return self._find(view, *self._range(start, end), False)

    def rfind(self, view, start=None, end=None, /):
        start, end = _optional(start), _optional(end)
        return self._find(view, *self._range(start, end), True)

    def flush(self, offset=0, size=None, /):
        offset, size = _index(offset), _optional(size)
        length = len(self)
        size = length - offset if size is None else size
        if size < 0 or offset < 0 or length - offset < size:
            raise ValueError("flush values out of range")
        if self._access in (ACCESS_READ, ACCESS_COPY):
            return
        self._flush(offset, size)

    def madvise(self, option, start=0, length=None, /):
        self._check()
        if not 0 <= start < self._length:
            raise ValueError("madvise start out of bounds")
        if length is not None and length < 0:
            raise ValueError("madvise length invalid")
        self._advise(option)

    def move(self, dest, src, count, /):
        dest, src, count = _index(dest), _index(src), _index(count)
        view = self._writable()
        if dest < 0 or src < 0 or count < 0 or len(view) - dest < count or len(view) - src < count:
            raise ValueError("source, destination, or count out of range")
        view[dest:dest + count] = bytes(view[src:src + count])

    def read(self, n=None, /):
        n = _optional(n)
        view = self._view()
        if n is None or n < 0:
            n = len(view)
        data = bytes(view[self._position:self._position + n])
        self._position += len(data)
        return data

    def read_byte(self):
        view = self._view()
        if self._position >= len(view):
            raise ValueError("read byte out of range")
        self._position += 1
        return view[self._position - 1]

    def readline(self):
        at = self.find(b"\n")
        return self.read(None if at < 0 else at + 1 - self._position)

    def resize(self, newsize, /):
        newsize = _index(newsize)
        self._check()
        if self._access not in (ACCESS_DEFAULT, ACCESS_WRITE):
            raise TypeError("mmap can't resize a readonly or copy-on-write memory map.")
        if newsize < 0 or self._offset + newsize < 0:
            raise ValueError("new size out of range")
        if self._fd >= 0:
            os.ftruncate(self._fd, self._offset + newsize)
        self._resize(newsize)

    def seek(self, pos, whence=0, /):
        pos, whence = _index(pos), _index(whence)
        start = {0: 0, 1: self._position, 2: len(self)}.get(whence)
        if start is None:
            raise ValueError("unknown seek type")
        if not 0 <= start + pos <= len(self):
            raise ValueError("seek out of range")
        self._position = start + pos
        return self._position

    def seekable(self):
        return True

    def size(self):
        self._check()
        return os.fstat(self._fd).st_size if self._fd >= 0 else self._length

    def tell(self):
        self._check()
        return self._position

    def write(self, bytes, /):
        # The argument's code may close the map.
        data = memoryview(bytes).cast("B")
        view = self._writable()
        if len(view) - self._position < len(data):
            raise ValueError("data out of range")
        view[self._position:self._position + len(data)] = data
        self._position += len(data)
        return len(data)

    def write_byte(self, byte, /):
        view = self._writable()
        if self._position >= len(view):
            raise ValueError("write byte out of range")
        view[self._position] = byte
        self._position += 1


del _Memory


__import__("_types")._class_of_c(mmap)
