import sys

__all__ = ["extract_stack", "extract_tb", "format_exception", "format_exception_only",
           "format_list", "format_stack", "format_tb", "print_exc", "format_exc",
           "print_exception", "print_last", "print_stack", "print_tb", "clear_frames",
           "FrameSummary", "StackSummary", "TracebackException", "walk_stack", "walk_tb"]


class _Sentinel:
    def __repr__(self):
        return "<implicit>"


_sentinel = _Sentinel()

# How many equal locations in a row are shown.
_RECURSIVE_CUTOFF = 3


class FrameSummary:
    """A place that a traceback names."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "locals",
                 "_line", "_text")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.name = name
        self.locals = None
        if locals:
            self.locals = {name: _repr_of_local(value) for name, value in locals.items()}
        self._line = line
        self._text = None

    @property
    def line(self):
        """The source line, without the white space around it."""
        if self._line is None and self.lineno is not None:
            self._line = _source_line(self.filename, self.lineno)
        return None if self._line is None else self._line.partition("\n")[0].strip()

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return ((self.filename, self.lineno, self.name, self.locals)
                    == (other.filename, other.lineno, other.name, other.locals))
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __getitem__(self, position):
        return (self.filename, self.lineno, self.name, self.line)[position]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __len__(self):
        return 4

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


def _repr_of_local(value):
    try:
        return repr(value)
    except Exception:
        return "<local repr() failed>"


def _summaries(places):
    """FrameSummary objects for the VM's information about locations."""
    stack = StackSummary()
    for filename, lineno, name, line, end_lineno, colno, end_colno, text in places:
        summary = FrameSummary(filename, lineno, name, line=line, end_lineno=end_lineno,
                               colno=colno, end_colno=end_colno)
        summary._text = text
        stack.append(summary)
    return stack


class StackSummary(list):
    """A list of FrameSummary objects, outermost first."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """The summaries of (frame, line number) pairs."""
        pairs = list(frame_gen)
        if limit is not None:
            pairs = pairs[:limit] if limit >= 0 else pairs[limit:]
        result = klass()
        for frame, lineno in pairs:
            code = frame.f_code
            values = frame.f_locals if capture_locals else None
            result.append(FrameSummary(code.co_filename, lineno, code.co_name, locals=values))
        return result

    @classmethod
    def from_list(klass, a_list):
        """The summaries for FrameSummary objects or (file, line, name, text) tuples."""
        result = klass()
        for item in a_list:
            if not isinstance(item, FrameSummary):
                filename, lineno, name, line = item
                item = FrameSummary(filename, lineno, name, line=line)
            result.append(item)
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        """The lines of one place, as one string."""
        text = frame_summary._text
        if text is None:
            text = f'  File "{frame_summary.filename}", line {frame_summary.lineno}, ' \
                   f'in {frame_summary.name}\n'
            if frame_summary.line:
                text += f"    {frame_summary.line}\n"
        for name, value in sorted((frame_summary.locals or {}).items()):
            text += f"    {name} = {value}\n"
        return text

    def format(self, **kwargs):
        """One string for each place; long repetitions of one are shortened."""
        result = []
        last, count = None, 0

        def end_run():
            more = count - _RECURSIVE_CUTOFF
            if more > 0:
                plural = "s" if more > 1 else ""
                result.append(f"  [Previous line repeated {more} more time{plural}]\n")

        for summary in self:
            text = self.format_frame_summary(summary, **kwargs)
            if text is None:
                continue
            place = summary.filename, summary.lineno, summary.name
            if place != last:
                end_run()
                last, count = place, 0
            count += 1
            if count <= _RECURSIVE_CUTOFF:
                result.append(text)
        end_run()
        return result


class TracebackException:
    """An exception ready to be shown, without references to the program's objects."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15, max_group_depth=10,
                 save_exc_type=True, _seen=None):
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = _summaries(_places_of_traceback(exc_traceback, limit))
        if capture_locals:
            self._capture_locals(exc_traceback, limit)
        self.exc_type = exc_type if save_exc_type else None
        self._chained, self._alone, self._only, self.exc_type_str, self._str = \
            _format(exc_value, exc_traceback, limit, capture_locals)
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self.__suppress_context__ = getattr(exc_value, "__suppress_context__", False)
        if exc_type is not None and issubclass(exc_type, SyntaxError):
            for name in ("filename", "text", "offset", "end_offset", "msg"):
                setattr(self, name, getattr(exc_value, name))
            for name in ("lineno", "end_lineno"):
                number = getattr(exc_value, name)
                setattr(self, name, None if number is None else str(number))

        def linked(other):
            if other is None or id(other) in seen:
                return None
            return TracebackException(type(other), other, other.__traceback__, limit=limit,
                                      capture_locals=capture_locals, compact=compact, _seen=seen)

        self.__cause__ = linked(getattr(exc_value, "__cause__", None))
        hides_context = compact and (self.__cause__ is not None or self.__suppress_context__)
        self.__context__ = None if hides_context else linked(
            getattr(exc_value, "__context__", None))
        self.exceptions = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [
                TracebackException(type(e), e, e.__traceback__, limit=limit, compact=compact,
                                   _seen=seen)
                for e in exc_value.exceptions]
        self._made_of = self._parts()

    def _capture_locals(self, exc_traceback, limit):
        shown = StackSummary.extract(walk_tb(exc_traceback), limit=limit, capture_locals=True)
        if len(shown) == len(self.stack):
            for place, other in zip(self.stack, shown):
                place.locals = other.locals

    def _parts(self):
        """What a program may replace between the look at the exception and the formatting."""
        return [*self.stack, self.__suppress_context__, self.__cause__, self.__context__, *(self.exceptions or ())]

    def _is_changed(self):
        left = [self]
        while left:
            now = left.pop()
            parts = now._parts()
            if len(parts) != len(now._made_of) or any(a is not b for a, b in zip(parts, now._made_of)):
                return True
            left += [part for part in parts if isinstance(part, TracebackException)]
        return False

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Create a TracebackException from an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self._chained == other._chained
        return NotImplemented

    def __str__(self):
        return self._str

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """The lines about the exception itself: class, message and notes."""
        indent = 3 * _depth * " "
        for line in self._only:
            if _depth:
                line = "".join(indent + part + "\n" for part in line[:-1].split("\n"))
            yield line
        if self.exceptions and show_group:
            for member in self.exceptions:
                yield from member.format_exception_only(show_group=True, _depth=_depth + 1)

    def format(self, *, chain=True, **kwargs):
        """The pieces of the exception's text; each ends with a line end."""
        if self._is_changed():
            yield from _pieces(self, chain, 0)
        else:
            yield from self._chained if chain else self._alone

    def print(self, *, file=None, chain=True, **kwargs):
        """Print the result of self.format(chain=chain) to 'file'."""
        _print(self.format(chain=chain), file)


_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"


def _pieces(shown, chain, depth):
    """The pieces of an exception inside this many groups; returns whether the last line closes a group."""
    links = []
    while shown is not None:
        if chain and shown.__cause__ is not None:
            message, before = _CAUSE, shown.__cause__
        elif chain and shown.__context__ is not None and not shown.__suppress_context__:
            message, before = _CONTEXT, shown.__context__
        else:
            message, before = None, None
        links.append((message, shown))
        shown = before
    closed = False
    for message, link in reversed(links):
        if message is not None:
            yield _inside(message, depth)
        if link.exceptions is None:
            if link.stack:
                yield _inside("Traceback (most recent call last):\n", depth)
            for piece in [*link.stack.format(), *link.format_exception_only()]:
                yield _inside(piece, depth)
            closed = False
        elif depth > link.max_group_depth:
            yield _inside(f"... (max_group_depth is {link.max_group_depth})\n", depth)
            closed = False
        else:
            closed = yield from _group_pieces(link, chain, depth)
    return closed


def _group_pieces(group, chain, depth):
    level = max(depth, 1)
    if group.stack:
        header = _inside("Exception Group Traceback (most recent call last):\n", level)
        yield header if depth else header.replace("|", "+", 1)
    for piece in [*group.stack.format(), *group.format_exception_only()]:
        yield _inside(piece, level)
    members = group.exceptions[:group.max_group_width]
    hidden = len(group.exceptions) - len(members)
    indent = 2 * level * " "
    closed = False
    for number, member in enumerate(members, 1):
        yield f"{indent}{'+-' if number == 1 else '  '}+---------------- {number} ----------------\n"
        closed = yield from _pieces(member, chain, level + 1)
    if hidden > 0:
        yield f"{indent}  +---------------- ... ----------------\n"
        yield _inside(f"and {hidden} more exception{'s' if hidden > 1 else ''}\n", level + 1)
        closed = False
    if not closed:
        yield f"{indent}  +------------------------------------\n"
    return True


def _inside(text, depth):
    """A text with the margin of groups."""
    if not depth:
        return text
    margin = 2 * depth * " " + "| "
    return "".join(margin + line for line in text.splitlines(keepends=True))


def _print(pieces, file):
    file = sys.stderr if file is None else file
    for piece in pieces:
        print(piece, file=file, end="")


def _value_and_traceback(exc, value, tb):
    if (value is _sentinel) != (tb is _sentinel):
        raise ValueError("Both or neither of value and tb must be given")
    if value is not _sentinel:
        return value, tb
    if exc is None:
        return None, None
    if isinstance(exc, BaseException):
        return exc, exc.__traceback__
    raise TypeError(f"Exception expected for value, {type(exc).__name__} found")


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True, **kwargs):
    """Format a stack trace and the exception information.

    The result is a list of strings, each ending in a newline.
    """
    value, tb = _value_and_traceback(exc, value, tb)
    chained, alone, *_ = _format(value, tb, limit, False)
    return chained if chain else alone


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True,
                    **kwargs):
    """Print exception up to 'limit' stack trace entries from 'tb' to 'file'."""
    _print(format_exception(exc, value, tb, limit, chain), file)


def _print_exception_bltin(exc, /):
    print_exception(exc, file=sys.__stderr__ if sys.stderr is None else sys.stderr)


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    """Format the exception part of a traceback."""
    value = exc if value is _sentinel else value
    shown = TracebackException(type(value), value, None, compact=True)
    return list(shown.format_exception_only(show_group=show_group))


def print_exc(limit=None, file=None, chain=True):
    """Shorthand for 'print_exception(sys.exception(), limit, file, chain)'."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """Like print_exc() but return a string."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """This is a shorthand for 'print_exception(sys.last_exc, limit, file, chain)'."""
    if not hasattr(sys, "last_exc"):
        raise ValueError("no last exception")
    print_exception(sys.last_exc, limit=limit, file=file, chain=chain)


def extract_tb(tb, limit=None):
    """Return a StackSummary object representing a list of pre-processed entries."""
    return _summaries(_places_of_traceback(tb, limit))


def format_tb(tb, limit=None):
    """A shorthand for 'format_list(extract_tb(tb, limit))'."""
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    """Print up to 'limit' stack trace entries from the traceback 'tb'."""
    _print(format_tb(tb, limit), file)


def format_list(extracted_list):
    """Format a list of tuples or FrameSummary objects for printing."""
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    """Print the list of tuples as returned by extract_tb() or extract_stack() as a formatted
    stack trace to the given file."""
    _print(format_list(extracted_list), file)


def _stack(frame, limit):
    # The functions of this module do not show themselves.
    if frame is None:
        return _summaries(_running_places(2, limit))
    stack = StackSummary.extract(walk_stack(frame), limit=limit)
    stack.reverse()
    return stack


def extract_stack(f=None, limit=None):
    """Extract the raw traceback from the current stack frame."""
    return _stack(f, limit)


def format_stack(f=None, limit=None):
    """Shorthand for 'format_list(extract_stack(f, limit))'."""
    return _stack(f, limit).format()


def print_stack(f=None, limit=None, file=None):
    """Print a stack trace from its invocation point."""
    _print(_stack(f, limit).format(), file)


def walk_stack(f):
    """Walk a stack yielding the frame and line number for each frame."""
    if f is None:
        f = sys._getframe(1)
        if f.f_code is StackSummary.extract.__func__.__code__:
            f = f.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """Walk a traceback yielding the frame and line number for each frame."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def clear_frames(tb):
    """Clear all references to local variables in the frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next
