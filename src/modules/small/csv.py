QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)
__version__ = "1.0"
_dialects = {}
_limit = [131072]


class Error(Exception):
    __module__ = "_csv"


class Dialect:
    __slots__ = ("delimiter", "doublequote", "escapechar", "lineterminator", "quotechar",
                 "quoting", "skipinitialspace", "strict")

    def __init__(self, dialect=None, **options):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        defaults = {"delimiter": ",", "doublequote": True, "escapechar": None,
                    "lineterminator": "\r\n", "quotechar": '"', "quoting": QUOTE_MINIMAL,
                    "skipinitialspace": False, "strict": False}
        for name in options:
            if name not in defaults:
                raise TypeError(f"this function got an unexpected keyword argument '{name}'")
        for name, default in defaults.items():
            setattr(self, name, options.get(name, getattr(dialect, name, default)))
        for name in ("delimiter", "quotechar", "escapechar"):
            value = getattr(self, name)
            if value is None and name != "delimiter":
                continue
            if not isinstance(value, str):
                raise TypeError(f'"{name}" must be string, not {type(value).__name__}'
                                if name == "delimiter" else
                                f'"{name}" must be string or None, not {type(value).__name__}')
            if len(value) != 1:
                raise TypeError(f'"{name}" must be a 1-character string')
        if self.quoting not in range(6):
            raise TypeError('bad "quoting" value')
        if self.quotechar is None and self.quoting != QUOTE_NONE:
            if "quoting" in options:
                raise TypeError("quotechar must be set if quoting enabled")
            self.quoting = QUOTE_NONE
        if self.lineterminator is None:
            raise TypeError("lineterminator must be set")


def register_dialect(name, dialect=None, /, **options):
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = Dialect(dialect, **options)


def unregister_dialect(name, /):
    if _dialects.pop(name, None) is None:
        raise Error("unknown dialect")


def get_dialect(name, /):
    try:
        return _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def list_dialects():
    return list(_dialects)


def field_size_limit(new=None, /):
    old = _limit[0]
    if new is not None:
        if not isinstance(new, int):
            raise TypeError("limit must be an integer")
        _limit[0] = new
    return old


class Reader:
    def __init__(self, lines, dialect=None, **options):
        self.dialect = Dialect(dialect, **options)
        self._lines = iter(lines)
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        d = self.dialect
        fields, field, quoted, state = [], [], False, "start"

        def save():
            nonlocal field, quoted
            text = "".join(field)
            if len(text) > _limit[0]:
                raise Error(f"field larger than field limit ({_limit[0]})")
            if not quoted:
                if d.quoting == QUOTE_NONNUMERIC and text:
                    text = float(text)
                elif d.quoting in (QUOTE_STRINGS, QUOTE_NOTNULL) and not text:
                    text = None
                elif d.quoting == QUOTE_STRINGS:
                    text = float(text)
            fields.append(text)
            field, quoted = [], False

        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if state in ("quoted", "escaped-quoted") or field:
                    if d.strict:
                        raise Error("unexpected end of data") from None
                    save()
                    return fields
                raise
            if not isinstance(line, str):
                raise Error(f"iterator should return strings, not {type(line).__name__} "
                            "(the file should be opened in text mode)")
            self.line_num += 1
            ended = False
            for c in line:
                if ended:
                    if c in "\r\n":
                        continue
                    raise Error("new-line character seen in unquoted field - "
                                "do you need to open the file with newline=''?")
                if state == "escaped":
                    field.append(c)
                    state = "field"
                elif state == "escaped-quoted":
                    field.append(c)
                    state = "quoted"
                elif state == "quoted":
                    if c == d.escapechar:
                        state = "escaped-quoted"
                    elif c == d.quotechar and d.quoting != QUOTE_NONE:
                        state = "quote"
                    else:
                        field.append(c)
                elif state == "quote" and d.doublequote and c == d.quotechar:
                    field.append(c)
                    state = "quoted"
                elif c in "\r\n":
                    ended = True
                elif state in ("start", "next") and c == " " and d.skipinitialspace:
                    pass
                elif c == d.delimiter:
                    save()
                    state = "next"
                elif state == "quote":
                    if d.strict:
                        raise Error(f"'{d.delimiter}' expected after '{d.quotechar}'")
                    field.append(c)
                    state = "field"
                elif c == d.escapechar:
                    state = "escaped"
                elif state in ("start", "next") and c == d.quotechar and d.quoting != QUOTE_NONE:
                    quoted = True
                    state = "quoted"
                else:
                    field.append(c)
                    state = "field"
            if state == "escaped":
                field.append("\n")
                state = "field"
            if state == "escaped-quoted":
                field.append("\n")
                state = "quoted"
            if state != "quoted":
                if state != "start" or fields:
                    save()
                return fields


def reader(iterable, /, dialect=None, **options):
    return Reader(iterable, dialect, **options)


class Writer:
    def __init__(self, file, dialect=None, **options):
        self._write = getattr(file, "write", None)
        if not callable(self._write):
            raise TypeError('argument 1 must have a "write" method')
        self.dialect = Dialect(dialect, **options)

    def _quoted(self, value, alone):
        d = self.dialect
        is_number = isinstance(value, (int, float)) or hasattr(value, "__float__")
        if value is None:
            text = ""
        elif isinstance(value, float):
            text = repr(value)
        else:
            text = str(value)
        quote = (d.quoting == QUOTE_ALL
                 or d.quoting == QUOTE_NONNUMERIC and not is_number
                 or d.quoting == QUOTE_STRINGS and isinstance(value, str)
                 or d.quoting == QUOTE_NOTNULL and value is not None)
        special = {d.delimiter, d.escapechar, d.quotechar, "\r", "\n", *d.lineterminator} - {None}
        out = []
        for c in text:
            if c in special:
                if d.quoting == QUOTE_NONE:
                    escape = True
                elif c == d.quotechar:
                    escape = not d.doublequote
                    if d.doublequote:
                        out.append(c)
                        quote = True
                elif c == d.escapechar:
                    escape = True
                else:
                    escape = False
                    quote = True
                if escape:
                    if d.escapechar is None:
                        raise Error("need to escape, but no escapechar set")
                    out.append(d.escapechar)
            out.append(c)
        if text == "" and alone and not quote:
            if d.quoting == QUOTE_NONE or (value is None and d.quoting in (QUOTE_STRINGS, QUOTE_NOTNULL)):
                raise Error("single empty field record must be quoted")
            quote = True
        text = "".join(out)
        return d.quotechar + text + d.quotechar if quote else text

    def writerow(self, row, /):
        try:
            row = list(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        fields = [self._quoted(value, len(row) == 1) for value in row]
        return self._write(self.dialect.delimiter.join(fields) + self.dialect.lineterminator)

    def writerows(self, rows, /):
        for row in rows:
            self.writerow(row)


def writer(fileobj, /, dialect=None, **options):
    return Writer(fileobj, dialect, **options)


# The classes are named as these functions, which stand for them.
for _class, _name in ((Reader, "reader"), (Writer, "writer")):
    _class.__name__ = _class.__qualname__ = _name
