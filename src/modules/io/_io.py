class IncrementalNewlineDecoder:
    """Codec used when reading a file in universal newlines mode."""

    def __init__(self, decoder, translate, errors="strict"):
        self.decoder = decoder
        self.translate = translate
        self.errors = errors
        self.reset_state()

    def reset_state(self):
        self._seen = dict.fromkeys(("\r", "\n", "\r\n"), False)
        self._pending = False

    def decode(self, input, final=False):
        text = input if self.decoder is None else self.decoder.decode(input, final=final)
        if self._pending and (text or final):
            text, self._pending = "\r" + text, False
        # The next character may be the second half of a line ending.
        if text.endswith("\r") and not final:
            text, self._pending = text[:-1], True
        pairs = text.count("\r\n")
        self._seen["\r\n"] |= pairs > 0
        self._seen["\r"] |= text.count("\r") > pairs
        self._seen["\n"] |= text.count("\n") > pairs
        if self.translate:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def reset(self):
        self.reset_state()
        if self.decoder is not None:
            self.decoder.reset()

    def getstate(self):
        data, flag = (b"", 0) if self.decoder is None else self.decoder.getstate()
        return data, flag << 1 | self._pending

    def setstate(self, state):
        data, flag = state
        self._pending = bool(flag & 1)
        if self.decoder is not None:
            self.decoder.setstate((data, flag >> 1))

    @property
    def newlines(self):
        seen = tuple(end for end, found in self._seen.items() if found)
        return seen if len(seen) > 1 else seen[0] if seen else None


class BufferedRWPair(_BufferedIOBase):
    """A buffered reader and a buffered writer that belong together, such as the ends of two pipes."""

    def __init__(self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /):
        if not reader.readable():
            raise UnsupportedOperation("File or stream is not readable.")
        if not writer.writable():
            raise UnsupportedOperation("File or stream is not writable.")
        self.reader, self.writer = BufferedReader(reader, buffer_size), BufferedWriter(writer, buffer_size)

    def read(self, size=-1, /):
        return self.reader.read(size)

    def read1(self, size=-1, /):
        return self.reader.read1(size)

    def readinto(self, buffer, /):
        return self.reader.readinto(buffer)

    def readinto1(self, buffer, /):
        return self.reader.readinto1(buffer)

    def peek(self, size=0, /):
        return self.reader.peek(size)

    def write(self, data, /):
        return self.writer.write(data)

    def readable(self):
        return self.reader.readable()

    def writable(self):
        return self.writer.writable()

    def flush(self):
        return self.writer.flush()

    def isatty(self):
        return self.writer.isatty() or self.reader.isatty()

    def close(self):
        try:
            self.writer.close()
        finally:
            self.reader.close()

    @property
    def closed(self):
        return self.writer.closed


__import__("_types")._class_of_c(IncrementalNewlineDecoder, BufferedRWPair)
