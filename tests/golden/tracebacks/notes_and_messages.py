"""The last lines: class, message, notes, and what is shown where making them fails."""

import traceback


class Plain(Exception):
    pass


class Outer:
    class Inner(Exception):
        pass


class Elsewhere(Exception):
    pass


Elsewhere.__module__ = "some.where"


class NoModule(Exception):
    pass


NoModule.__module__ = 5


class Renamed(Exception):
    pass


Renamed.__name__ = "Other"
Renamed.__qualname__ = "Some.Other"


class FailingStr(Exception):
    def __str__(self):
        raise ValueError("no text")


class WrongStr(Exception):
    def __str__(self):
        return 5


class OwnStr(Exception):
    def __str__(self):
        return "text of its own\nin two lines"


class FailingRepr:
    def __repr__(self):
        raise ValueError("no repr")


class FailingNotes(Exception):
    @property
    def __notes__(self):
        raise ValueError("no notes")


def local():
    class Local(Exception):
        pass

    return Local("in a function")


def noted(notes, error=None):
    error = error or ValueError("noted")
    error.__notes__ = notes
    return error


def add(error, *notes):
    for note in notes:
        error.add_note(note)
    return error


for error in [
    Plain(), Plain("text"), Plain("two", "arguments"), Plain(""), Plain(None), Plain("a\nb"),
    Plain("ends with line\n"), Plain(" blanks "), Plain(1), Plain((1, 2)), Plain(b"bytes"),
    Outer.Inner("nested"), Elsewhere("far"), NoModule("none"), Renamed("renamed"), local(),
    FailingStr(), WrongStr(), OwnStr(), Plain(FailingRepr()),
    KeyError("key"), KeyError(), KeyError(1), KeyError("a", "b"), KeyError("it's"), KeyError("a\nb"),
    KeyError(None), KeyError(("a",)), KeyError(FailingRepr()),
    OSError("text"), OSError(2, "no file"), OSError(2, "no file", "name"), OSError(2, "two", "a", None, "b"),
    FileNotFoundError(2, "gone", "file.txt"), OSError(1), OSError(1, 2, 3, 4, 5, 6),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), UnicodeEncodeError("ascii", "aé", 1, 2, "odd"),
    StopIteration(5), StopAsyncIteration("x"), GeneratorExit(), KeyboardInterrupt("stop"), SystemExit(3),
    SystemExit("text"), MemoryError(), RecursionError("deep"), NotImplementedError(NotImplemented),
    AssertionError((1, 2)), ImportError("no", name="a", path="b"), ImportError(), AttributeError("a"),
    NameError("n", name="prnt"), AttributeError("n", name="uper", obj="text"), UnboundLocalError("u"),
    Warning("w"), DeprecationWarning(), ZeroDivisionError(), IndexError("i"), Exception,
    add(ValueError("v"), "one"), add(ValueError("v"), "one", "two\nthree", ""), add(ValueError(), "only"),
    add(KeyError("k"), "é\t漢"), add(FailingStr(), "still"),
    noted([]), noted(()), noted(None), noted("text"), noted(5), noted(["a", 5, None]), noted(("a", "b")),
    noted([FailingRepr()]), noted(FailingRepr()), noted({"a": 1}), noted(["a\n", "\n"]), noted(iter("ab")), noted(b"xy"),
    FailingNotes("f"),
    SyntaxError("bare"), SyntaxError(), SyntaxError("msg", ("file.py", 3, 5, "  some text here\n", 3, 9)),
    SyntaxError("msg", ("file.py", 3, 0, "text", 3, 0)), SyntaxError("msg", ("f.py", 1, None, "abc")),
    SyntaxError("msg", (None, 1, 2, "abc")), SyntaxError("msg", ("f.py", None, 2, "abc")),
    SyntaxError("msg", ("f.py", 1, 2, None)), SyntaxError(None, ("f.py", 1, 2, "abc")),
    SyntaxError("msg", ("f.py", 1, 50, "abc", 1, 60)), SyntaxError("msg", ("f.py", 1, 2, "ab\tcd", 2, 3)),
    SyntaxError("msg", ("f.py", 1, -1, "abc")), SyntaxError("msg", ("f.py", 1, 2, "\tabc def\n", 1, 4)),
    IndentationError("indent", ("f.py", 1, 2, "  abc")),
]:
    try:
        raise error
    except BaseException as raised:
        traceback.print_exc()
