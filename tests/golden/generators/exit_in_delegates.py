"""GeneratorExit thrown into a generator that delegates closes the inner ones first (PEP 380)."""

trace = []


def inner(reaction):
    try:
        trace.append("inner begins")
        yield 1
        trace.append("inner goes on")
    except GeneratorExit:
        trace.append("inner exits")
        if reaction == "return":
            return "value"
        if reaction == "yield":
            yield 2
        if reaction == "raise":
            raise ValueError("from inner")
        if reaction == "again":
            raise
    finally:
        trace.append("inner ends")


def middle(reaction):
    try:
        result = yield from inner(reaction)
        trace.append(f"middle gets {result}")
    except BaseException as error:
        trace.append(f"middle {type(error).__name__}")
        raise
    finally:
        trace.append("middle ends")


def outer(reaction):
    try:
        result = yield from middle(reaction)
        trace.append(f"outer gets {result}")
    except BaseException as error:
        context = type(error.__context__).__name__
        trace.append(f"outer {type(error).__name__}: {error}, context {context}")
        raise


def attempt(name, act, reaction):
    trace.clear()
    generator = outer(reaction)
    next(generator)
    try:
        result = act(generator)
    except BaseException as error:
        result = f"{type(error).__name__}: {error}"
    print(name, reaction, "->", result, "|", "; ".join(trace))


class Own(GeneratorExit):
    pass


def throw_own(generator):
    exit = Own("mine")
    try:
        generator.throw(exit)
    except GeneratorExit as error:
        return f"the same: {error is exit}"


for reaction in ["return", "yield", "raise", "again"]:
    attempt("throw", lambda generator: generator.throw(GeneratorExit), reaction)
    attempt("close", lambda generator: generator.close(), reaction)
    attempt("own", throw_own, reaction)


# The outer generator may catch the exception and go on.
def survivor():
    try:
        yield from middle("return")
    except GeneratorExit:
        yield "survived"
    yield "and more"


trace.clear()
generator = survivor()
next(generator)
print("survivor:", generator.throw(GeneratorExit), next(generator), "|", "; ".join(trace))


# Nobody resumes a generator whose delegate is being closed.
def busy():
    try:
        yield
    finally:
        try:
            next(delegating)
        except ValueError as error:
            print("while closing:", error)


def delegate():
    yield from busy()


delegating = delegate()
next(delegating)
delegating.close()


# A chain of some hundred.
def deep(n):
    try:
        if n:
            yield from deep(n - 1)
        else:
            yield "bottom"
    except GeneratorExit:
        closed.append(n)


closed = []
chain = deep(300)
print("deep:", next(chain))
try:
    print("thrown:", chain.throw(GeneratorExit))
except StopIteration:
    print("thrown: caught by the outermost")
print("closed from the bottom:", closed == list(range(301)))


# Coroutines and objects of other kinds.
class Awaitable:
    def __await__(self):
        return iter(["waiting"])


async def leaf():
    try:
        await Awaitable()
    except GeneratorExit:
        print("leaf exits")
        return "leaf's value"


async def root():
    value = await leaf()
    print("root goes on with", value)


coroutine = root()
print("coroutine:", coroutine.send(None))
try:
    coroutine.throw(GeneratorExit)
except BaseException as error:
    print("coroutine ends with", type(error).__name__)


class Closing:
    def __iter__(self):
        return self

    def __next__(self):
        return "item"

    def close(self):
        print("closed by hand")


def to_object():
    yield from Closing()


generator = to_object()
next(generator)
try:
    generator.throw(GeneratorExit)
except GeneratorExit:
    print("object: GeneratorExit")
