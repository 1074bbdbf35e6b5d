from contextlib import ExitStack, closing, contextmanager, nullcontext, redirect_stdout, suppress
import io


@contextmanager
def section(name):
    print("open", name)
    try:
        yield name * 2
    except ValueError as error:
        print("handled", error)
    finally:
        print("close", name)


with section("x") as x:
    print("x =", x)
with section("v"):
    raise ValueError("inside")
try:
    with section("k"):
        raise KeyError("passes")
except KeyError as error:
    print("outside", error)
with suppress(ZeroDivisionError, KeyError):
    1 / 0
print("suppressed")
with ExitStack() as stack:
    for name in "ab":
        stack.enter_context(section(name))
    stack.callback(print, "callback", 1, sep="-")
    stack.push(lambda *exc: print("pushed", exc))
    print("in stack")


class Thing:
    def close(self):
        print("closed")


with closing(Thing()), nullcontext(5) as n:
    print("n =", n)
out = io.StringIO()
with redirect_stdout(out):
    print("captured")
print(repr(out.getvalue()))


@section("decorator")
def f():
    print("as a decorator")
    return 1


print("f(), f() =", f(), f())


@contextmanager
def twice():
    yield 1
    yield 2


try:
    with twice():
        pass
except RuntimeError as error:
    print(error)


@contextmanager
def never():
    if False:
        yield


try:
    with never():
        pass
except RuntimeError as error:
    print(error)
