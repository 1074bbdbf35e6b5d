"""Causes and contexts: how exceptions that are linked to each other are shown."""

import traceback


def fails(kind=ValueError, text="first"):
    raise kind(text)


def implicit():
    try:
        fails()
    except ValueError:
        fails(TypeError, "second")


def explicit():
    try:
        fails()
    except ValueError as error:
        raise TypeError("second") from error


def explicit_class():
    raise TypeError("second") from KeyError


def explicit_other():
    try:
        fails()
    except ValueError:
        raise TypeError("second") from KeyError("other")


def from_none():
    try:
        fails()
    except ValueError:
        raise TypeError("second") from None


def three_deep():
    try:
        try:
            fails()
        except ValueError as error:
            raise TypeError("second") from error
    except TypeError:
        fails(KeyError, "third")


def in_finally():
    try:
        fails()
    finally:
        fails(KeyError, "in finally")


def in_else():
    try:
        pass
    except ValueError:
        pass
    else:
        fails(KeyError, "in else")


def raised_again():
    try:
        fails()
    except ValueError:
        raise


def raised_again_by_name():
    try:
        fails()
    except ValueError as error:
        raise error


def raised_again_elsewhere():
    try:
        try:
            fails()
        except ValueError as error:
            kept = error
            raise KeyError("between")
    except KeyError:
        raise kept


def with_traceback():
    try:
        fails()
    except ValueError as error:
        raise TypeError("moved").with_traceback(error.__traceback__)


def context_cycle():
    first, second = ValueError("first"), TypeError("second")
    first.__context__ = second
    second.__context__ = first
    raise first


def cause_cycle():
    first, second = ValueError("first"), TypeError("second")
    second.__cause__ = first
    raise first from second


def self_cause():
    error = ValueError("its own cause")
    raise error from error


def long_chain():
    error = None
    for number in range(4):
        new = ValueError(f"number {number}")
        new.__cause__ = error
        error = new
    raise error


def context_of_cause():
    try:
        try:
            fails()
        except ValueError:
            fails(TypeError, "second")
    except TypeError as error:
        raise KeyError("third") from error


def suppressed_by_hand():
    try:
        fails()
    except ValueError:
        error = KeyError("quiet")
        error.__suppress_context__ = True
        raise error


def in_context_manager():
    class Manager:
        def __enter__(self):
            pass

        def __exit__(self, *details):
            raise KeyError("exit")

    with Manager():
        fails()


def in_generator():
    def numbers():
        try:
            yield 1
        finally:
            fails(KeyError, "generator")

    for number in numbers():
        fails()


def stop_iteration():
    def numbers():
        yield 1
        raise StopIteration("early")

    list(numbers())


def generator_thrown():
    def numbers():
        try:
            yield 1
        except ValueError:
            raise TypeError("translated")

    running = numbers()
    next(running)
    running.throw(ValueError("thrown"))


def group_context():
    try:
        fails()
    except ValueError as error:
        raise ExceptionGroup("several", [error, KeyError("other")])


def group_members_chained():
    try:
        try:
            fails()
        except ValueError as error:
            raise TypeError("member") from error
    except TypeError as member:
        kept = member
    raise ExceptionGroup("one", [kept])


for function in list(globals().values()):
    if callable(function) and function is not fails:
        try:
            function()
        except BaseException:
            traceback.print_exc()
implicit()
