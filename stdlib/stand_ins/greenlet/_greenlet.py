"""What greenlet takes from its compiled part, `greenlet._greenlet`, on Hob's fibers.

A greenlet that was started has a fiber, the main greenlet of a thread is the thread's own stack. Nothing on the
stack of a suspended greenlet refers to the greenlet itself, so one that nobody knows any more is ended.
"""

import _hob_fibers as _fibers
import sys as _sys
from _thread import _local
from contextvars import Context as _Context
from types import TracebackType as _TracebackType

GREENLET_USE_CONTEXT_VARS = 1
GREENLET_USE_GC = 1
GREENLET_USE_STANDARD_THREADING = 1
GREENLET_USE_TRACING = 1
CLOCKS_PER_SEC = 1000000
# There is no interface for C.
_C_API = None

_NEW, _ACTIVE, _DEAD = range(3)
# In place of a function that was not given.
_NO_RUN = object()


class error(Exception):
    __module__ = "greenlet"


class GreenletExit(BaseException):
    __module__ = "greenlet"


class _Thread:
    """The greenlets of a thread."""

    def __init__(self):
        self.is_alive = True
        # Greenlets that other threads have dropped.
        self.dropped = []
        self.trace = None
        # Set while one greenlet goes on in another: what it hands over, and itself.
        self.handed = self.origin = None
        self.current = self.main = object.__new__(greenlet)
        self.main._become_main(self)


class _End:
    """Dies with its thread."""

    def __init__(self, thread):
        self.thread = thread

    def __del__(self):
        self.thread.is_alive = False
        _threads.discard(self.thread)


_here = _local()
_threads = set()


def _thread():
    """The running thread."""
    try:
        thread = _here.thread
    except AttributeError:
        thread = _here.thread = _Thread()
        _here.end = _End(thread)
        _threads.add(thread)
    while thread.dropped:
        thread.dropped.pop()._end(thread)
    return thread


def getcurrent():
    """getcurrent() -> greenlet

    Returns the current greenlet (i.e. the one which called this function)."""
    return _thread().current


def gettrace():
    """gettrace() -> object

    Returns the currently set tracing function, or None."""
    return _thread().trace


def settrace(callback):
    """settrace(callback) -> object

    Sets a new tracing function and returns the previous one."""
    thread = _thread()
    previous, thread.trace = thread.trace, callback
    return previous


def enable_optional_cleanup(enabled):
    """Does nothing: Hob has no such cleanup."""


def get_clocks_used_doing_optional_cleanup():
    """Returns 0: Hob has no optional cleanup."""
    return 0


def get_pending_cleanup_count():
    """Returns the number of greenlets that wait for their thread to end them."""
    return sum(len(thread.dropped) for thread in _threads)


def get_total_main_greenlets():
    """Returns the number of threads with greenlets."""
    return len(_threads)


def set_thread_local(key, value):
    """Sets an entry that lives as long as the thread."""
    setattr(_here, f"own {key}", value)


class greenlet:
    """greenlet(run=None, parent=None) -> greenlet

    Creates a new greenlet object (without running it).

     - *run* -- The callable to invoke.
     - *parent* -- The parent greenlet. The default is the current greenlet."""

    __module__ = "greenlet"
    __slots__ = ("_status", "_run", "_own_parent", "_fiber", "_thread", "_context", "__dict__", "__weakref__")

    def __new__(cls, /, *args, **kwargs):
        self = object.__new__(cls)
        self._status = _NEW
        self._run = _NO_RUN
        self._own_parent = _thread().current
        self._fiber = self._thread = self._context = None
        return self

    def __init__(self, run=_NO_RUN, parent=None):
        if run is not _NO_RUN:
            self.run = run
        if parent is not None:
            self.parent = parent

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)

    def _become_main(self, thread):
        self._status, self._run = _ACTIVE, _NO_RUN
        self._fiber = self._own_parent = self._context = None
        self._thread = thread

    @property
    def _is_main(self):
        return self._thread is not None and self._thread.main is self

    def switch(self, /, *args, **kwargs):
        """switch(*args, **kwargs)

        Switch execution to this greenlet.

        If this greenlet has never been run, then this greenlet
        will be switched to using the body of ``self.run(*args, **kwargs)``.

        If the greenlet is active (has been run, but was switch()'ed
        out before leaving its run function), then this greenlet will
        be resumed and the return value to its switch call will be
        None if no arguments are given, the given argument if one
        argument is given, or the args tuple and keyword args dict if
        multiple arguments are given.

        If the greenlet is dead, or is the current greenlet then this
        function will simply return the arguments using the same rules as
        above."""
        return _go(self, args, kwargs, None)

    def throw(self, typ=GreenletExit, val=None, tb=None, /):
        """Switches execution to this greenlet, but immediately raises the
        given exception in this greenlet.  If no argument is provided, the exception
        defaults to `greenlet.GreenletExit`.  The normal exception
        propagation rules apply, as described for `switch`.  Note that calling this
        method is almost equivalent to the following::

            def raiser():
                raise typ, val, tb
            g_raiser = greenlet(raiser, parent=g)
            g_raiser.switch()

        except that this trick does not work for the
        `greenlet.GreenletExit` exception, which would not propagate
        from ``g_raiser`` to ``g``.
        """
        if tb is not None and not isinstance(tb, _TracebackType):
            raise TypeError("throw() third argument must be a traceback object")
        if isinstance(typ, type) and issubclass(typ, BaseException):
            if isinstance(val, typ):
                exception = val
            elif val is None:
                exception = typ()
            else:
                exception = typ(*val) if isinstance(val, tuple) else typ(val)
        elif isinstance(typ, BaseException):
            if val is not None:
                raise TypeError("instance exception may not have a separate value")
            exception = typ
        else:
            raise TypeError(
                f"exceptions must be classes, or instances, not {type(typ).__name__}"
            )
        if tb is not None:
            exception.__traceback__ = tb
        return _go(self, (), {}, exception)

    @property
    def dead(self):
        if self._is_main:
            return not self._thread.is_alive
        return self._status == _DEAD or self._status == _ACTIVE and not self._thread.is_alive

    def __bool__(self):
        return self._status == _ACTIVE and self._thread.is_alive

    @property
    def run(self):
        if self._status != _NEW or self._run is _NO_RUN:
            raise AttributeError("run")
        return self._run

    @run.setter
    def run(self, run):
        if self._status != _NEW:
            raise AttributeError("run cannot be set after the start of the greenlet")
        self._run = run

    @run.deleter
    def run(self):
        if self._status != _NEW:
            raise AttributeError("run cannot be set after the start of the greenlet")
        if self._run is _NO_RUN:
            raise AttributeError("run")
        self._run = _NO_RUN

    @property
    def parent(self):
        return self._own_parent

    @parent.setter
    def parent(self, parent):
        if not isinstance(parent, greenlet):
            raise TypeError(f"GreenletChecker: Expected any type of greenlet, not {type(parent).__name__}")
        if self._is_main:
            raise AttributeError("cannot set the parent of a main greenlet")
        above = parent
        while above is not None:
            if above is self:
                raise ValueError("cyclic parent chain")
            above = above._own_parent
        if self._status == _ACTIVE and _thread_of(parent) is not self._thread:
            raise ValueError("parent cannot be on a different thread")
        self._own_parent = parent

    @parent.deleter
    def parent(self):
        raise AttributeError("can't delete attribute")

    @property
    def gr_frame(self):
        if self._status != _ACTIVE or self._fiber is None:
            return None
        frame = self._fiber.frame
        # The frames of this module are not the program's.
        while frame is not None and frame.f_globals is _own_names:
            frame = frame.f_back
        return frame

    @property
    def gr_context(self):
        if self._status == _NEW:
            return self._context
        if self._thread is not _thread() and self._thread.current is self:
            raise ValueError("cannot get context of a greenlet that is running in a different thread")
        return self._fiber.context if self._fiber is not None else _fibers.base_context()

    @gr_context.setter
    def gr_context(self, context):
        if context is not None and not isinstance(context, _Context):
            raise TypeError("greenlet context must be a contextvars.Context or None")
        if self._status == _NEW:
            self._context = context
        elif self._thread is not _thread() and self._thread.current is self:
            raise ValueError("cannot set context of a greenlet that is running in a different thread")
        elif self._fiber is not None:
            self._fiber.context = context
        else:
            _fibers.set_base_context(context)

    @gr_context.deleter
    def gr_context(self):
        raise AttributeError("can't delete context attribute")

    @property
    def _stack_saved(self):
        return 0

    def __reduce_ex__(self, protocol):
        raise TypeError(f"cannot pickle '{type(self).__module__}.{type(self).__qualname__}' object")

    def __repr__(self):
        kind = type(self)
        text = f"<{kind.__module__}.{kind.__qualname__} object at {id(self):#x} (otid={id(self._thread):#x})"
        if self._thread is not None and not self._thread.is_alive:
            return f"{text} (thread exited) dead>"
        if self._status == _ACTIVE:
            where = "current" if self._thread.current is self and self._thread is _thread() else "suspended"
            return f"{text} {where} active started{' main' if self._is_main else ''}>"
        return f"{text} {'dead' if self._status == _DEAD else 'pending'}>"

    def __del__(self):
        if not greenlet.__bool__(self) or self._is_main:
            return
        here, thread = _thread(), self._thread
        if thread is not here:
            # Its thread ends it.
            thread.dropped.append(self)
        else:
            self._end(here)

    def _end(self, here):
        """Ends a suspended greenlet that nobody knows any more, in its thread."""
        parent, self._own_parent = self._own_parent, here.current
        try:
            _go(self, (), {}, GreenletExit("Killed because the greenlet was garbage collected."))
        finally:
            self._own_parent = parent

    GreenletExit = GreenletExit
    error = error
    getcurrent = staticmethod(getcurrent)
    gettrace = staticmethod(gettrace)
    settrace = staticmethod(settrace)


_own_names = globals()


def _thread_of(target):
    """The thread of a greenlet: its own, or that of the first one above it that was started."""
    while target._thread is None:
        target = target._own_parent
    return target._thread


def _check_thread(target, thread):
    of_target = _thread_of(target)
    if of_target is thread:
        return
    if not of_target.is_alive:
        raise error("cannot switch to a different thread (which happens to have exited)")
    raise error(
        f"Cannot switch to a different thread\n\tCurrent:  {thread.current!r}\n\tExpected: {of_target.main!r}"
    )


def _begin(target):
    """Makes a new greenlet ready to run; false if it was started meanwhile."""
    run = target.run
    if target._status != _NEW:
        return False
    thread = _thread()
    # The parent may have been changed by the look-up.
    _check_thread(target, thread)
    box = [run]
    target._fiber = _fibers.Fiber(lambda: _start(box), _finish)
    target._status, target._thread = _ACTIVE, thread
    target._run = _NO_RUN
    target._fiber.context, target._context = target._context, None
    return True


def _start(box):
    """The first thing on a new stack: what is to be called."""
    args, kwargs = _arrive()
    return box.pop(), args, kwargs


def _finish(result, exception):
    """The last thing on a stack: the fiber to go on in."""
    thread = _here.thread
    own = thread.current
    own._status = _DEAD
    if isinstance(exception, GreenletExit):
        result, exception = exception, None
    handed = (result,), {}, exception
    target = own._own_parent
    while target._status != _ACTIVE:
        if target._status == _NEW:
            try:
                if _begin(target):
                    break
                continue
            except BaseException as failed:
                handed = (), {}, failed
        target = target._own_parent
    thread.handed, thread.origin, thread.current = handed, own, target
    return target._fiber


def _go(target, args, kwargs, exception):
    """Goes on in a greenlet, and returns what the next one to come back hands over."""
    thread = _thread()
    _check_thread(target, thread)
    if exception is not None and target._status == _DEAD and isinstance(exception, GreenletExit):
        args, exception = (exception,), None
    while target._status != _ACTIVE:
        if target._status == _NEW and _begin(target):
            break
        if target._status == _DEAD:
            target = target._own_parent
            _check_thread(target, thread)
    thread.handed, thread.origin = (args, kwargs, exception), thread.current
    thread.current = target
    fiber = target._fiber
    del target, args, kwargs, exception, thread
    _fibers.switch(fiber)
    del fiber
    args, kwargs = _arrive()
    if not kwargs:
        return args[0] if len(args) == 1 else args
    return (args, kwargs) if args else kwargs


def _arrive():
    """Takes what was handed over: positional and keyword arguments, or an exception that is raised."""
    thread = _here.thread
    (args, kwargs, exception), thread.handed = thread.handed, None
    origin, thread.origin = thread.origin, None
    if thread.trace is not None:
        try:
            thread.trace("switch" if exception is None else "throw", (origin, thread.current))
        except BaseException:
            thread.trace = None
            raise
    # Nobody else may know it, and then it ends here.
    del origin
    if exception is not None:
        context = exception.__context__
        try:
            raise exception
        finally:
            exception.__context__ = context
            del exception, thread
    return args, kwargs
