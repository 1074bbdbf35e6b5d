MAX_WBITS, DEFLATED, DEF_MEM_LEVEL, DEF_BUF_SIZE = 15, 8, 8, 16384
Z_NO_COMPRESSION, Z_BEST_SPEED, Z_BEST_COMPRESSION, Z_DEFAULT_COMPRESSION = 0, 1, 9, -1
Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH, Z_BLOCK, Z_TREES = 0, 1, 2, 3, 4, 5, 6
Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED = 0, 1, 2, 3, 4
ZLIB_VERSION = ZLIB_RUNTIME_VERSION = "1.3.1"


class error(Exception):
    pass


def compress(data, /, level=-1, wbits=15):
    """Returns a bytes object containing compressed data."""
    compressor = _Compress(level, wbits, Z_DEFAULT_STRATEGY)
    return compressor._all(data)


def decompress(data, /, wbits=15, bufsize=16384):
    """Returns a bytes object containing the uncompressed data."""
    out = _inflated(data, wbits)
    if out is not None:
        return out
    # The decompressor knows the messages.
    inflater = decompressobj(wbits)
    out = inflater.decompress(data)
    if not inflater.eof:
        raise error("Error -5 while decompressing data: incomplete or truncated stream")
    return out


class _Compress:
    """Wraps the compressed data (as zlib or gzip)."""

    def __init__(self, level, wbits, strategy):
        if not -1 <= level <= 9:
            raise error("Bad compression level")
        if not (-15 <= wbits <= -8 or 9 <= wbits <= 15 or 25 <= wbits <= 31):
            raise ValueError("Invalid initialization option")
        self._deflate, self._wbits, self._size, self._done = _Deflate(level, strategy), wbits, 0, False
        if wbits < 0:
            self._head, self._check = b"", 0
        elif wbits > 15:
            extra = b"\x02" if level == 9 else b"\x04" if level in (0, 1) else b"\x00"
            self._head, self._check = b"\x1f\x8b\x08\x00\x00\x00\x00\x00" + extra + b"\x03", 0
        else:
            speed = 2 if level in (-1, 6) else 0 if level < 2 or strategy >= Z_HUFFMAN_ONLY else 1 if level < 6 else 3
            head = (wbits - 8 << 4 | 8) << 8 | speed << 6
            self._head, self._check = (head + 31 - head % 31).to_bytes(2, "big"), 1

    def _feed(self, data, mode):
        head, self._head = self._head, b""
        return head + self._deflate.feed(data, mode)

    def _sum_up(self, data):
        """Adds data to the checksum and the size."""
        self._size += len(data)
        if self._wbits > 15:
            self._check = crc32(data, self._check)
        elif self._wbits > 0:
            self._check = adler32(data, self._check)

    def _end(self):
        """The end of the wrapping."""
        if self._wbits > 15:
            return self._check.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little")
        return self._check.to_bytes(4, "big") if self._wbits > 0 else b""

    def _all(self, data):
        """The compressed form of a whole."""
        data = memoryview(data).cast("B")
        self._sum_up(data)
        return self._feed(data, Z_FINISH) + self._end()

    def compress(self, data, /):
        """Returns a bytes object containing compressed data."""
        if self._done:
            raise error("Error -2 while compressing data: inconsistent stream state")
        data = memoryview(data).cast("B")
        self._sum_up(data)
        return self._feed(data, Z_NO_FLUSH)

    def flush(self, mode=Z_FINISH, /):
        """Return a bytes object containing any remaining compressed data."""
        if mode == Z_NO_FLUSH:
            return b""
        if self._done:
            raise error("Error -2 while finishing compression: inconsistent stream state")
        out = self._feed(b"", mode)
        if mode == Z_FINISH:
            self._done = True
            out += self._end()
        return out

    def copy(self):
        """Return a copy of the compression object."""
        if self._done:
            raise ValueError("Inconsistent stream state")
        twin = object.__new__(_Compress)
        twin.__dict__.update(self.__dict__)
        twin._deflate = self._deflate.copy()
        return twin

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()


def compressobj(level=-1, method=DEFLATED, wbits=15, memLevel=8, strategy=0, zdict=None):
    """Return a compressor object."""
    if zdict is not None:
        raise NotImplementedError("zlib.compressobj(): preset dictionaries are not supported")
    return _Compress(level, wbits, strategy)


class _Decompress:
    """Removes the wrapper (zlib's or gzip's) and passes on its contents."""

    _flushed = False

    def __init__(self, wbits):
        self._wbits, self._inflate, self._head, self._tail = wbits, _Inflate(), b"", None
        self._wrapped = wbits >= 0
        # The checksum's function, its value so far, and the size of the output.
        self._sum, self._check, self._size = None, 0, 0
        self.unused_data = self.unconsumed_tail = b""
        self.eof = False

    def _skip_head(self, data):
        """The data from the header on, and where it ends; None if it is not complete."""
        data = self._head = self._head + data if self._head else data
        if len(data) < 2:
            return None
        if self._wbits > 15 and (self._wbits <= 31 or data[:2] == b"\x1f\x8b"):
            if data[:2] != b"\x1f\x8b":
                raise error("Error -3 while decompressing data: incorrect header check")
            if len(data) < 4:
                return None
            flags, at = data[3], 10
            if data[2] != 8:
                raise error("Error -3 while decompressing data: unknown compression method")
            if flags & 0xE0:
                raise error("Error -3 while decompressing data: unknown header flags set")
            if flags & 4:
                if len(data) < 12:
                    return None
                at += 2 + int.from_bytes(data[10:12], "little")
            for bit in (8, 16):
                if flags & bit:
                    end = data.find(b"\0", at)
                    if end < 0:
                        return None
                    at = end + 1
            if flags & 2:
                at += 2
            if len(data) < at:
                return None
            self._tail, self._sum, self._check = 8, crc32, 0
        else:
            if data[0] & 15 != 8 or int.from_bytes(data[:2], "big") % 31:
                raise error("Error -3 while decompressing data: incorrect header check")
            at = 2
            self._tail, self._sum, self._check = 4, adler32, 1
        self._wrapped, self._head = False, b""
        return data, at

    def decompress(self, data, /, max_length=0):
        data, at = bytes(data), 0
        if self.eof:
            self.unused_data += data
            if self.unconsumed_tail:
                self.unconsumed_tail = data
            return b""
        if self._wrapped:
            rest = self._skip_head(data)
            if rest is None:
                return b""
            data, at = rest
        out = b""
        if self._inflate is not None:
            try:
                out, at, at_end = self._inflate.feed(data, at, max_length or -1)
            except ValueError as reason:
                raise error(f"Error -3 while decompressing data: {reason}") from None
            if self._sum is not None:
                self._check, self._size = self._sum(out, self._check), self._size + len(out)
            if not at_end:
                self.unconsumed_tail = data[at:]
                return out
            self._inflate, self._head = None, b""
        end = at + (self._tail or 0) - len(self._head)
        if len(data) < end:
            self._head += data[at:]
        else:
            self._verify(self._head + data[at:end])
            self.eof, self.unused_data = True, data[end:]
        if self.unconsumed_tail:
            self.unconsumed_tail = data[end:]
        return out

    def _verify(self, tail):
        """Compare the output with the checksum and the size that follow it."""
        order = "little" if self._tail == 8 else "big"
        if self._sum is not None and int.from_bytes(tail[:4], order) != self._check:
            raise error("Error -3 while decompressing data: incorrect data check")
        if self._tail == 8 and int.from_bytes(tail[4:8], order) != self._size & 0xffffffff:
            raise error("Error -3 while decompressing data: incorrect length check")

    def flush(self, length=16384, /):
        if not self.unconsumed_tail or self._flushed:
            return b""
        out = self.decompress(self.unconsumed_tail)
        self._flushed = self.eof
        return out


def decompressobj(wbits=15, zdict=b""):
    """Return a decompressor object."""
    return _Decompress(wbits)


class _ZlibDecompressor:
    """A decompressor that keeps unused input."""

    def __init__(self, wbits=15, zdict=b""):
        self._inner, self._pending, self.needs_input = _Decompress(wbits), b"", True

    eof = property(lambda self: self._inner.eof)
    unused_data = property(lambda self: self._inner.unused_data)

    def decompress(self, data, max_length=-1):
        if self.eof:
            raise EOFError("End of stream already reached")
        data = self._pending + bytes(data)
        out = self._inner.decompress(data, max(max_length, 0))
        self._pending = self._inner.unconsumed_tail
        self.needs_input = not self.eof and (not self._pending or max_length < 0 or len(out) < max_length)
        return out


__import__("_types")._built_in(globals(), "compress", "compressobj", "decompress", "decompressobj")
__import__("_types")._class_of_c(_Compress, _Decompress, final=True, changeable=True)
__import__("_types")._class_of_c(_ZlibDecompressor, final=True)
