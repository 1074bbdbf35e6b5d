"""Calls everything with anything.

    anything.py sweep [WORD]             every method of every built-in class, on wrong receivers
    anything.py random FIRST COUNT       COUNT programs of random calls, from seed FIRST on

With ``--trace`` in the environment's ANYTHING, each call is written to standard error before it is
made, so that the last line names the one that crashed. The program ends with the number of calls;
any exception is fine, and an interpreter that crashes or hangs is at fault.
"""

import gc
import io
import os
import random
import signal
import sys
import types
import warnings

MODULES = """
builtins abc array ast asyncio base64 binascii bisect calendar cmath codecs collections collections.abc
configparser contextlib contextvars copy csv dataclasses datetime decimal difflib enum fractions functools
graphlib hashlib heapq html inspect io ipaddress itertools json keyword math numbers operator pickle
pprint queue random re reprlib secrets shlex statistics string struct textwrap threading time
traceback types typing unicodedata urllib.parse uuid warnings weakref zlib
""".split()

# Names whose calls end or block the process, or reach beyond it.
LEFT_OUT = set("""
exit quit input breakpoint help sleep open open_code FileIO run main set_event_loop_policy
create_subprocess_exec create_subprocess_shell open_connection start_server open_unix_connection
start_unix_server breakpointhook excepthook start_new_thread start interrupt_main setprofile settrace
setprofile_all_threads settrace_all_threads uuid1 getnode run_forever freeze_support
stack_size set_debug disable __import__ getpass simplefilter filterwarnings resetwarnings showwarning
_shutdown debug_break Thread Timer to_thread Runner setswitchinterval set_threshold catch_warnings
create_connection create_server create_datagram_endpoint getaddrinfo getnameinfo subprocess_exec
subprocess_shell run_in_executor run_until_complete run_coroutine_threadsafe print print_exc
print_exception print_stack print_last print_tb print_list print_file_and_line clock_settime _exit
register_at_fork _at_fork_reinit close_fds _run_once eval exec exec_module pthread_kill count cycle repeat
""".split())


class Stop(BaseException):
    """A call took too long."""


def ring(*_):
    raise Stop


class Equal:
    def __eq__(self, other):
        raise ValueError("no comparison")

    def __hash__(self):
        return 1


class Huge:
    def __index__(self):
        return 10**30

    def __len__(self):
        return sys.maxsize

    def __getitem__(self, key):
        raise IndexError

    def __hash__(self):
        return -1


class Negative:
    def __index__(self):
        return -1

    def __len__(self):
        return -1

    def __length_hint__(self):
        return -5


class Wrong:
    """Every special method returns what it must not."""

    def _wrong(self, *args):
        return "wrong"

    __index__ = __len__ = __hash__ = __bool__ = __iter__ = __int__ = __float__ = __complex__ = _wrong
    __await__ = __aiter__ = __enter__ = __contains__ = __fspath__ = __bytes__ = __format__ = _wrong

    def __repr__(self):
        return 5

    __str__ = __repr__


class Liar:
    """An object that claims another class."""

    def __init__(self, claimed):
        object.__setattr__(self, "claimed", claimed)

    @property
    def __class__(self):
        return object.__getattribute__(self, "claimed")

    def __getattr__(self, name):
        return self


class Open:
    """An object that takes all attributes, items and calls."""

    def __call__(self, *args, **keywords):
        return self

    def __iter__(self):
        return iter((1, 2))

    def __getitem__(self, key):
        if isinstance(key, int) and key > 3:
            raise IndexError
        return key


def raiser(*args, **keywords):
    raise RuntimeError("called")


def generator():
    try:
        received = yield 1
        yield received
    finally:
        yield 2


async def coroutine():
    return 1


async def agenerator():
    yield 1
    yield 2


def closed(coro):
    coro.close()
    return coro


def endless():
    items = []
    items.append(items)
    return items


def nested():
    mapping = {}
    mapping["self"] = mapping
    return mapping


def caught():
    try:
        raise ValueError("caught")
    except ValueError as error:
        return error


def fresh_class():
    return type("Fresh", (), {"x": 1})


VALUES = [
    *(lambda i=i: i for i in (0, 1, -1, 2, 3, 7, 64, 255, 256, 1000, 65536, 0x10FFFF, 2**31 - 1, 2**31, -(2**31), 2**47)),
    *(lambda i=i: i for i in (2**47 - 1, -(2**47), 2**62, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64, 10**30, -(10**30))),
    *(lambda x=x: x for x in (0.0, -0.0, 1.5, -2.5, 1e308, 5e-324, float("nan"), float("inf"), -float("inf"), 1e22)),
    *(lambda v=v: v for v in (None, True, False, ..., NotImplemented, 1j, complex("nan"))),
    *(lambda s=s: s for s in ("", "a", "abc", "x" * 300, "\0", "é", "\U0001f600", "\udc80", "%s", "%d%%", "{}", "{0!r:>{1}}")),
    *(lambda s=s: s for s in ("utf-8", "ascii", "ignore", "strict", "surrogateescape", "rb", "w", "__class__", "__dict__", "(a|b)*")),
    *(lambda s=s: s for s in ("1", "-1", "0x1F", "nan", "1e400", "[1, 2]", '{"a": 1}', "2024-02-30", "2024-02-29T12:00:00+05:30")),
    *(lambda b=b: b for b in (b"", b"a", b"abc", b"\0\xff" * 8, b"x" * 300, b"\x80\x04K\x01.", b"(dp0\n.")),
    *(lambda b=b: bytearray(b) for b in (b"", b"abc", b"x" * 100)),
    *(lambda b=b: memoryview(b) for b in (b"", b"abc", bytes(range(64)))),
    lambda: memoryview(bytearray(8)).cast("I"),
    lambda: [],
    lambda: [1, 2, 3],
    lambda: [3, 1, None, "a"],
    lambda: ["b", "a", "c"],
    lambda: [(1, 2), (3, 4)],
    endless,
    nested,
    lambda: (),
    lambda: (1,),
    lambda: (1, 2, 3),
    lambda: ("a", "b"),
    lambda: {},
    lambda: {"a": 1, "b": [2]},
    lambda: {1: 2, None: 3, float("nan"): 4},
    set,
    lambda: {1, 2, 3},
    lambda: frozenset("abc"),
    lambda: range(5),
    lambda: range(10**20, 10**20 + 5),
    lambda: range(0, -10, -3),
    lambda: slice(None),
    lambda: slice(1, 10**30, -2),
    lambda: iter([1, 2, 3]),
    lambda: iter("abc"),
    lambda: iter({1: 2}),
    lambda: zip([1], "a"),
    lambda: map(str, [1, 2]),
    generator,
    lambda: closed(coroutine()),
    agenerator,
    lambda: raiser,
    lambda: lambda *args, **keywords: args,
    lambda: lambda: None,
    lambda: lambda x: x,
    lambda: len,
    lambda: "abc".upper,
    lambda: [].append,
    lambda: str.join,
    *(lambda c=c: c for c in (int, str, bool, float, bytes, list, dict, tuple, set, object, type, property, ValueError, BaseException)),
    fresh_class,
    lambda: fresh_class()(),
    caught,
    lambda: caught().__traceback__,
    lambda: sys._getframe(),
    lambda: raiser.__code__,
    lambda: types.ModuleType("made"),
    lambda: types.SimpleNamespace(a=1),
    object,
    Equal,
    Huge,
    Negative,
    Wrong,
    Open,
    lambda: Liar(int),
    lambda: Liar(str),
    lambda: Liar(dict),
    lambda: Liar(type),
    lambda: property(lambda self: 1),
    lambda: io.StringIO("text\nlines\n"),
    lambda: io.BytesIO(b"bytes\nlines\n"),
    lambda: type("Sub", (int,), {})(5),
    lambda: type("Sub", (str,), {})("sub"),
    lambda: type("Sub", (dict,), {})(a=1),
    lambda: type("Sub", (list,), {})([1]),
    lambda: type("Sub", (tuple,), {})((1, 2)),
    lambda: type("Sub", (float,), {})(2.5),
    lambda: type("Sub", (bytes,), {})(b"sub"),
]

# For the sweep: one of each of the kinds that natives could take for their own.
WRONG = [
    lambda: 5,
    lambda: None,
    lambda: True,
    lambda: "text",
    lambda: 10**30,
    lambda: float("nan"),
    lambda: int,
    fresh_class,
    lambda: [],
    object,
    lambda: fresh_class()(),
    caught,
]


def modules():
    for name in MODULES:
        try:
            __import__(name)
        except ImportError:
            continue
        yield sys.modules[name]


def classes():
    """All classes, in an order that does not depend on addresses."""
    found = {}
    pending = [object]
    while pending:
        one = pending.pop()
        if one in found:
            continue
        found[one] = None
        pending.extend(type.__subclasses__(one))
    made_here = [one for one in found if one.__module__ != __name__]
    return sorted(made_here, key=lambda c: (str(c.__module__), str(c.__qualname__)))


def name_of(function):
    return f"{getattr(function, '__module__', None)}.{getattr(function, '__qualname__', function)}"


TRACE = "--trace" in os.environ.get("ANYTHING", "")
calls = 0


def shown(value):
    try:
        text = type.__name__.__get__(type(value)) if isinstance(value, (Liar, Wrong)) else repr(value)
    except BaseException:
        text = "<unshowable>"
    return text if len(text) < 60 else text[:57] + "..."


def call(label, function, /, *args, **keywords):
    """Makes one call, and drives what it returns a little."""
    global calls
    calls += 1
    if TRACE:
        sys.__stderr__.write(f"{label} {', '.join(map(shown, args))} {keywords if keywords else ''}\n")
        sys.__stderr__.flush()
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        result = function(*args, **keywords)
        if type(result) is types.CoroutineType or type(result).__name__ in ("coroutine", "async_generator_asend"):
            try:
                for _ in range(3):
                    result.send(None)
            finally:
                result.close()
        return result
    except Stop:
        return None
    except BaseException as error:
        if type(error) in (KeyboardInterrupt,):
            raise
        return error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def is_left_out(name):
    return name in LEFT_OUT


def sweep(word):
    list(modules())
    every = classes()
    for one in every:
        owner = f"{one.__module__}.{one.__qualname__}"
        if word and word not in owner:
            continue
        for name, member in list(type.__dict__["__dict__"].__get__(one).items()):
            if is_left_out(name):
                continue
            label = f"{owner}.{name}"
            if isinstance(member, (staticmethod, classmethod)):
                member = member.__func__
            if hasattr(type(member), "__get__") and not callable(member):
                for wrong in WRONG:
                    call(f"{label} get", type(member).__get__, member, wrong())
                    if hasattr(type(member), "__set__"):
                        call(f"{label} set", type(member).__set__, member, wrong(), 5)
                        call(f"{label} del", type(member).__delete__, member, wrong())
                continue
            if not callable(member) or isinstance(member, type) or isinstance(member, types.FunctionType):
                continue
            call(label, member)
            for wrong in WRONG:
                call(label, member, wrong())
                call(label, member, wrong(), int)
                call(label, member, wrong(), None, None)
                if name == "__new__":
                    call(label, member, wrong(), *(w() for w in WRONG[:4]))
            if name == "__new__":
                for other in every[:: 1 if word else 20]:
                    if other is not one and not is_left_out(other.__name__):
                        call(label, member, other)
            bare = call(label, object.__new__, one)
            if type(bare) is one:
                call(label, member, bare)
                call(label, member, bare, 5)


class Chooser:
    """The random choices of one program."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.made = []

    def value(self):
        if self.made and self.random.random() < 0.4:
            return self.random.choice(self.made)
        return self.random.choice(VALUES)()

    def arguments(self):
        count = self.random.choice((0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 6))
        return [self.value() for _ in range(count)]

    def keywords(self, function):
        if self.random.random() > 0.15:
            return {}
        names = getattr(function, "__text_signature__", None) or ""
        words = [w.strip("*,() ").split("=")[0] for w in names.split(",")] if isinstance(names, str) else []
        words = [w for w in words if w.isidentifier() and w not in ("self", "cls")] or ["key", "default"]
        return {self.random.choice(words): self.value() for _ in range(self.random.choice((1, 2)))}


def targets():
    """All functions and classes by name."""
    found = {}
    for module in modules():
        for name in sorted(vars(module)):
            value = vars(module)[name]
            if is_left_out(name) or (name.startswith("_") and module.__name__ != "operator"):
                continue
            if callable(value) and not isinstance(value, (types.ModuleType,)):
                found[f"{module.__name__}.{name}"] = value
    return found


def random_call(chooser, every, names, native):
    """Makes one random call, and keeps its result."""
    pick = chooser.random
    action = pick.random()
    if action < 0.35:
        name = pick.choice(names)
        target = every[name]
        result = call(name, target, *chooser.arguments(), **chooser.keywords(target))
    elif action < 0.5:
        # An instance, most often, and its methods next.
        name = pick.choice(native)
        result = call(name, every[name], *chooser.arguments(), **chooser.keywords(every[name]))
        if isinstance(result, BaseException):
            result = call(name, every[name])
    elif action < 0.9:
        value = chooser.value()
        try:
            attributes = sorted(a for a in object.__dir__(value) if isinstance(a, str))
        except BaseException:
            return
        attributes = [a for a in attributes if not is_left_out(a)]
        if not attributes:
            return
        name = pick.choice(attributes)
        label = f"{shown(value)}.{name}"
        method = call(label, getattr, value, name)
        if callable(method) and not is_left_out(getattr(method, "__name__", "")):
            result = call(label, method, *chooser.arguments(), **chooser.keywords(method))
        else:
            result = method
    elif action < 0.93:
        value = chooser.value()
        attributes = sorted(a for a in object.__dir__(value) if isinstance(a, str))
        result = call("setattr", setattr, value, pick.choice(attributes or ["x"]), chooser.value())
    else:
        value = chooser.value()
        consume = pick.choice((list, repr, hash, bool, str, iter, len, sum, dict, tuple, sorted, set))
        result = call(consume.__name__, consume, value)
    if result is not None:
        chooser.made.append(result)


def random_programs(first, count):
    every = targets()
    names = sorted(every)
    native = [n for n in names if isinstance(every[n], type)]
    for seed in range(first, first + count):
        chooser = Chooser(seed)
        pick = chooser.random
        if TRACE:
            sys.__stderr__.write(f"seed {seed}\n")
        for _ in range(pick.choice((1, 2, 3, 5))):
            # Values may raise wherever they are looked at.
            try:
                random_call(chooser, every, names, native)
            except (Exception, Stop):
                pass
        del chooser
        if seed % 200 == 0:
            call("gc.collect", gc.collect)


def main(arguments):
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, ring)
    sys.unraisablehook = lambda *_: None
    sys.setrecursionlimit(400)
    match arguments:
        case ["sweep", *word]:
            sweep(word[0] if word else "")
        case ["random", first, count]:
            random_programs(int(first), int(count))
        case _:
            sys.exit(__doc__)
    sys.__stdout__.write(f"{calls} calls\n")


if __name__ == "__main__":
    main(sys.argv[1:])
