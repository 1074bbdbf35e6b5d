"""`inspect`: kinds of object, signatures, source, frames, states of generators."""
import asyncio
import collections
import functools
import inspect
import os


def outcome(label, act):
    try:
        print(label, act())
    except Exception as error:
        print(label, type(error).__name__, error)


# A comment about plain.
def plain(a, /, b: int = 2, *c: str, d, e=None, **f) -> "list[int]":
    """Documentation
       in two lines."""
    return inspect.currentframe()


class Kinds:
    """A class with everything."""

    attribute = 1

    def __init__(self, x, y=2):
        self.x = x

    def method(self, a, *, b=1):  # trailing comment
        pass

    @classmethod
    def of_class(cls, q):
        """Of the class."""

    @staticmethod
    def static(z, *args):
        pass

    @property
    def prop(self):
        return 1

    @functools.lru_cache
    def cached(self, n):
        return n

    partial = functools.partialmethod(method, 1)


class Derived(Kinds):
    def method(self, a, *, b=1):
        pass

    def of_class(cls, q):
        pass


class New:
    def __new__(cls, a, b=1): ...


class Meta(type):
    def __call__(cls, m): ...


class Made(metaclass=Meta):
    pass


class Callable:
    def __call__(self, v, *, w): ...


def generator(n):
    local = n
    yield local


async def coroutine(n):
    await asyncio.sleep(0)


async def agenerator():
    yield 1


@functools.wraps(plain)
def wrapper(*args, **kwargs): ...


print("names", len(inspect.__all__), [name for name in inspect.__all__ if not hasattr(inspect, name)])
for target in (plain, Kinds, Kinds.method, Kinds(1).method, Kinds.of_class, Kinds.static, Kinds(1).cached,
               Kinds(1).partial, Kinds.partial, New, Made, Callable(), wrapper, functools.partial(plain, 1, d=4),
               functools.partial(plain, 1, 2, 3), lambda x, y=1: x, generator, coroutine,
               len, sorted, print, str.join, "".join, [].append, dict.get, open, isinstance, int.from_bytes,
               asyncio.sleep, asyncio.gather, asyncio.Queue, asyncio.create_task, asyncio.wait_for, asyncio.Future,
               os.path.join, list, object, enumerate, property, memoryview, bool, str.split, list.sort, int.to_bytes,
               object.__init__, (3).__add__, exec):
    name = getattr(target, "__qualname__", type(target).__name__)
    outcome(f"signature {name}", lambda: inspect.signature(target))
outcome("not followed", lambda: inspect.signature(wrapper, follow_wrapped=False))
outcome("evaluated", lambda: inspect.signature(plain, eval_str=True))
outcome("not callable", lambda: inspect.signature(3))
signature = inspect.signature(plain)
print("format", signature.format(max_width=20))
for name, parameter in signature.parameters.items():
    print("parameter", name, parameter.kind.description, parameter.default, parameter.annotation, repr(parameter))
for args, kwargs in (((1,), {}), ((1,), {"d": 3}), ((1, 2, 3), {"d": 4, "g": 5}), ((), {"d": 1}), ((1,), {"b": 1, "d": 2, "a": 3}),
                     ((1, 2), {"b": 3, "d": 4})):
    outcome(f"bind {args} {kwargs}", lambda: signature.bind(*args, **kwargs))
bound = signature.bind(1, d=3)
bound.apply_defaults()
print("defaults", bound.arguments, bound.args, bound.kwargs)
print("partial", signature.bind_partial(b=2))
print("replaced", signature.replace(parameters=[], return_annotation=int), signature.parameters["b"].replace(name="c", default=3))
outcome("wrong order", lambda: inspect.Signature([signature.parameters["c"], signature.parameters["a"]]))
outcome("twice", lambda: inspect.Signature([signature.parameters["a"]] * 2))
outcome("bad name", lambda: inspect.Parameter("1a", inspect.Parameter.KEYWORD_ONLY))
outcome("bad default", lambda: inspect.Parameter("a", inspect.Parameter.VAR_KEYWORD, default=1))
print("full", inspect.getfullargspec(plain))
print("full", inspect.getfullargspec(Kinds(1).method))
print("callargs", inspect.getcallargs(plain, 1, d=2), inspect.getcallargs(Kinds(1).method, 5)["a"])
outcome("callargs", lambda: inspect.getcallargs(plain))

# Kinds of object
tests = [name for name in inspect.__all__ if name.startswith("is")]
subjects = {"module": os, "class": Kinds, "function": plain, "method": Kinds(1).method, "builtin": len, "bound": [].append,
            "descriptor": str.join, "wrapper": object.__str__, "method wrapper": object().__str__, "property": Kinds.prop,
            "generator function": generator, "generator": generator(1), "coroutine function": coroutine,
            "asyncgen": agenerator(), "asyncgen function": agenerator, "code": plain.__code__, "frame": inspect.currentframe(),
            "partial": functools.partial(coroutine), "instance": Kinds(1),
            "getset": type.__dict__["__dict__"], "abstract": collections.abc.Sized}
for name, subject in subjects.items():
    print("is", name, [test for test in tests if getattr(inspect, test)(subject)])
pending = coroutine(1)
print("coroutine", inspect.iscoroutine(pending), inspect.isawaitable(pending), inspect.getcoroutinestate(pending))
pending.close()
print("closed", inspect.getcoroutinestate(pending))
marked = inspect.markcoroutinefunction(lambda: None)
print("marked", inspect.iscoroutinefunction(marked), asyncio.iscoroutinefunction(coroutine))
running = generator(7)
print("generator", inspect.getgeneratorstate(running), next(running), inspect.getgeneratorstate(running), inspect.getgeneratorlocals(running))
running.close()
print("closed", inspect.getgeneratorstate(running), inspect.getgeneratorlocals(running))
print("asyncgen", inspect.getasyncgenstate(agenerator()))

# Source
print(inspect.getsource(plain), end="")
print(inspect.getsource(Kinds.method), inspect.getsourcelines(New), end="")
print(inspect.getsource(Kinds.prop.fget), inspect.getsource(lambda: 1), inspect.getsource(wrapper)[:30], sep="|")
print(len(inspect.getsourcelines(Kinds)[0]), inspect.getsourcelines(Kinds)[1], inspect.getblock(["def f():\n", "  pass\n", "x\n"]))
print("comments", repr(inspect.getcomments(plain)), inspect.getdoc(plain), inspect.getdoc(Derived.of_class), inspect.cleandoc("a\n  b\n   c\n"))
print("file", os.path.basename(inspect.getfile(Kinds)), os.path.basename(inspect.getsourcefile(plain)), inspect.getmodule(plain).__name__,
      inspect.getmodulename("/a/b.py"))
for target in (len, int, os.getcwd, 3):
    outcome("no source", lambda: inspect.getsource(target))
namespace = {}
exec("def made(): pass", namespace)
outcome("made", lambda: inspect.getsource(namespace["made"]))

# Members
print([name for name, _ in inspect.getmembers(Kinds, inspect.isfunction)])
for entry in inspect.classify_class_attrs(Derived):
    if not entry.name.startswith("__"):
        print("attribute", entry.name, entry.kind, entry.defining_class.__name__)
print(inspect.getattr_static(Kinds(1), "prop").__class__, inspect.getattr_static(Kinds, "of_class").__class__, inspect.getattr_static(Kinds, "none", "default"))
print(inspect.getmro(Derived), inspect.getclasstree([Kinds, Derived]))
print([name for name, _ in inspect.getmembers_static(Kinds(1)) if not name.startswith("__")])


# Frames and closures
def outer(x):
    y = 2

    def inner():
        return x + y + len("") + undefined + collections.deque

    def stack():
        return [(info.function, info.lineno - stack.__code__.co_firstlineno, info.code_context, info.index) for info in inspect.stack()[:2]]

    return inner, stack()


inner, frames = outer(1)
closure = inspect.getclosurevars(inner)
print("closure", closure.nonlocals, list(closure.globals), list(closure.builtins), sorted(closure.unbound))
print("frames", frames)
frame = plain(1, d=4)
print("values", inspect.getargvalues(frame), inspect.formatargvalues(*inspect.getargvalues(frame)))
try:
    outer()
except TypeError as error:
    info = inspect.getinnerframes(error.__traceback__)[-1]
    print("trace", info.function, info.code_context, info.positions.lineno == info.lineno, len(inspect.trace()))
print("unwrapped", inspect.unwrap(wrapper) is plain)
loop = lambda: 1
loop.__wrapped__ = loop
try:
    inspect.unwrap(loop)
except ValueError as error:
    print("unwrap", str(error)[:40])
print("native", inspect.iscoroutinefunction(asyncio.sleep), inspect.iscoroutinefunction(functools.partial(asyncio.sleep, 1)))


class Annotated[T]:
    a: "T"
    b: int


print("annotations", inspect.get_annotations(Annotated), inspect.get_annotations(Annotated, eval_str=True), inspect.get_annotations(Derived))
print("annotations", inspect.get_annotations(plain, eval_str=True)["return"], inspect.get_annotations(functools.partial(plain)))
outcome("annotations", lambda: inspect.get_annotations(3))
for owner in (int, dict, object):
    kinds = {}
    for entry in inspect.classify_class_attrs(owner):
        kinds.setdefault(entry.kind, []).append(entry.name)
    print("kinds of", owner.__name__, [(kind, len(kinds.get(kind, ())) > 0) for kind in ("method", "class method", "static method", "data")],
          [name for name in ("__new__", "fromkeys", "from_bytes", "__len__", "to_bytes", "__init__") for kind in kinds if name in kinds[kind]])
print("descriptors", type(object.__init__).__name__, type(str.join).__name__, type(dict.__dict__["fromkeys"]).__name__,
      type("".join).__name__, type("".__len__).__name__, type(len).__name__, type(object.__new__).__name__)
