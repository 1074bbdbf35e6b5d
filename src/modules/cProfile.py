"""Deterministic profiles: the calls of each function, and the time in it.

The profiler is notified of calls and returns by `sys.setprofile`. Its own work is excluded from the times as far as it
can be: the clock is read first when it is called and last when it returns.
"""

__all__ = ["run", "runctx", "Profile"]

import sys as _sys
from time import perf_counter as _clock


class _Entry:
    """A function, or the calls that a function (`caller`) makes of it."""

    __slots__ = ("calls", "primitive", "own", "total", "depth", "callers")

    def __init__(self):
        self.calls = self.primitive = self.depth = 0
        self.own = self.total = 0.0
        self.callers = {}


class _Call:
    """A call that has not returned."""

    __slots__ = ("key", "entry", "edge", "start", "inner", "frame")

    def __init__(self, key, entry, edge, start, frame):
        self.key, self.entry, self.edge, self.start, self.frame = key, entry, edge, start, frame
        self.inner = 0.0


def _builtin_name(function):
    """The name of a native function, as profiles show it."""
    owner = getattr(function, "__self__", None)
    if owner is not None and not isinstance(owner, type(_sys)):
        return f"<method '{function.__name__}' of '{type(owner).__name__}' objects>"
    if (owner := getattr(function, "__objclass__", None)) is not None:
        return f"<method '{function.__name__}' of '{owner.__name__}' objects>"
    module = getattr(function, "__module__", None)
    if module in (None, "builtins"):
        return f"<built-in method builtins.{function.__name__}>"
    return f"<built-in method {module}.{function.__name__}>"


# The name of the call that ends profiling.
_DISABLE = "<method 'disable' of '_lsprof.Profiler' objects>"


class Profile:
    """Profile(timer=None, timeunit=0.0, subcalls=True, builtins=True)

    Builds a profiler object using the specified timer function. The default timer is a fast built-in one based
    on real time. For custom timer functions returning integers, 'timeunit' specifies a scale (that is, how long
    each integer unit is, in seconds).
    """

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        if timer is not None and not callable(timer):
            raise TypeError(f"'{type(timer).__name__}' object is not callable")
        self._timer = timer or _clock
        self._unit = float(timeunit) if timer is not None and timeunit else 1.0
        self._subcalls, self._builtins = subcalls, builtins
        self._entries = {}
        self._stack = []
        self._active = False

    def enable(self, subcalls=True, builtins=True):
        """Start collecting profiling information."""
        if not self._active and _sys.getprofile() is not None:
            raise ValueError("Another profiling tool is already active")
        self._subcalls, self._builtins = subcalls, builtins
        self._active = True
        _sys.setprofile(self._event)

    def disable(self):
        """Stop collecting profiling information."""
        if self._active:
            _sys.setprofile(None)
            self._active = False
            now = self._timer()
            while self._stack:
                self._leave(now)

    def clear(self):
        """Clear all profiling information collected so far."""
        self._entries.clear()
        self._stack.clear()

    def _event(self, frame, event, arg):
        now = self._timer()
        if event == "call":
            code = frame.f_code
            self._enter(_DISABLE if code is Profile.disable.__code__ else code, now, frame)
        elif event == "return":
            # Calls that began before profiling are not attributed.
            if self._stack and self._stack[-1].frame is frame:
                self._leave(now)
        elif self._builtins:
            if arg is _sys.setprofile:
                return
            if event == "c_call":
                self._enter(_builtin_name(arg), now, None)
            elif self._stack and self._stack[-1].frame is None:
                self._leave(now)

    def _enter(self, key, now, frame):
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = _Entry()
        edge = None
        if self._subcalls and self._stack:
            caller = self._stack[-1].key
            edge = entry.callers.get(caller)
            if edge is None:
                edge = entry.callers[caller] = _Entry()
            edge.depth += 1
        entry.depth += 1
        self._stack.append(_Call(key, entry, edge, now, frame))

    def _leave(self, now):
        call = self._stack.pop()
        total = (now - call.start) * self._unit
        own = total - call.inner
        if self._stack:
            self._stack[-1].inner += total
        for entry in (call.entry, call.edge):
            if entry is None:
                continue
            entry.calls += 1
            entry.own += own
            entry.depth -= 1
            # The time of a recursive call is included in that of the outer one.
            if entry.depth == 0:
                entry.primitive += 1
                entry.total += total

    def getstats(self):
        """A list of profiler entries: code, callcount, reccallcount, totaltime, inlinetime, calls."""
        from types import SimpleNamespace as entry
        edges = {}
        for key, data in self._entries.items():
            for caller, edge in data.callers.items():
                edges.setdefault(caller, []).append(_shown(entry, key, edge))
        return [_shown(entry, key, data, calls=edges.get(key)) for key, data in self._entries.items()]

    def create_stats(self):
        self.disable()
        self.snapshot_stats()

    def snapshot_stats(self):
        self.stats = {
            _label(key): (
                data.primitive, data.calls, data.own, data.total,
                {_label(caller): (edge.primitive, edge.calls, edge.own, edge.total)
                 for caller, edge in data.callers.items()})
            for key, data in self._entries.items()}

    def print_stats(self, sort=-1):
        import pstats
        if not isinstance(sort, tuple):
            sort = (sort,)
        pstats.Stats(self).strip_dirs().sort_stats(*sort).print_stats()

    def dump_stats(self, file):
        import marshal
        with open(file, "wb") as out:
            self.create_stats()
            marshal.dump(self.stats, out)

    def run(self, cmd):
        import __main__
        return self.runctx(cmd, __main__.__dict__, __main__.__dict__)

    def runctx(self, cmd, globals, locals):
        self.enable()
        try:
            exec(cmd, globals, locals)
        finally:
            self.disable()
        return self

    def runcall(self, func, /, *args, **kw):
        self.enable()
        try:
            return func(*args, **kw)
        finally:
            self.disable()

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exc_info):
        self.disable()


def _shown(entry, key, data, **more):
    return entry(code=key, callcount=data.calls, reccallcount=data.calls - data.primitive, totaltime=data.total,
                 inlinetime=data.own, **more)


def _label(key):
    """The file, line and name by which `pstats` knows a function."""
    if isinstance(key, str):
        return "~", 0, key
    return key.co_filename, key.co_firstlineno, key.co_name


label = _label


def run(statement, filename=None, sort=-1):
    """Run statement under profiler optionally saving results in filename.

    The statement is run in the namespace of `__main__`. Without a filename, the statistics are printed, in the
    order that `sort` names.
    """
    import __main__
    runctx(statement, __main__.__dict__, __main__.__dict__, filename, sort)


def runctx(statement, globals, locals, filename=None, sort=-1):
    """Run statement under profiler, supplying your own globals and locals, optionally saving results in filename.
    """
    profile = Profile()
    try:
        profile.runctx(statement, globals, locals)
    except SystemExit:
        pass
    finally:
        profile.disable()
        if filename is not None:
            profile.dump_stats(filename)
        else:
            profile.print_stats(sort)


def _main():
    import builtins
    import io
    import os
    import runpy
    from optparse import OptionParser
    parser = OptionParser(usage="cProfile.py [-o output_file_path] [-s sort] [-m module | scriptfile] [arg] ...")
    parser.allow_interspersed_args = False
    parser.add_option("-o", "--outfile", dest="outfile", help="Save stats to <outfile>", default=None)
    parser.add_option("-s", "--sort", dest="sort", help="Sort order when printing to stdout", default=2)
    parser.add_option("-m", dest="module", action="store_true", help="Profile a library module", default=False)
    options, args = parser.parse_args()
    if not args:
        parser.print_usage()
        _sys.exit(2)
    _sys.argv[:] = args
    if options.outfile is not None:
        options.outfile = os.path.abspath(options.outfile)
    if options.module:
        code = "run_module(modname, run_name='__main__')"
        namespace = {"run_module": runpy.run_module, "modname": args[0]}
    else:
        program = args[0]
        _sys.path.insert(0, os.path.dirname(program))
        with io.open_code(program) as file:
            code = compile(file.read(), program, "exec")
        module = type(_sys)("__main__")
        module.__file__ = program
        module.__builtins__ = builtins
        _sys.modules["__main__"] = module
        namespace = module.__dict__
    try:
        runctx(code, namespace, None, options.outfile, options.sort)
    except BrokenPipeError as error:
        # The reader of the output is gone.
        _sys.stdout = None
        _sys.exit(error.errno)


if __name__ == "__main__":
    _main()
