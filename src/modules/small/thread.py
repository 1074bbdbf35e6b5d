# Values never leave the thread they belong to: a "thread" runs to its end when it is started.
error = RuntimeError
TIMEOUT_MAX = 9223372036.0
_idents = [1]
_last = [1]


def get_ident():
    return _idents[-1]


get_native_id = get_ident


def _get_main_thread_ident():
    return 1


def _is_main_interpreter():
    return True


def daemon_threads_allowed():
    return True


def _shutdown():
    pass


def _count():
    return len(_idents) - 1


def stack_size(size=0, /):
    return 0


def set_name(name):
    pass


def interrupt_main(signum=2, /):
    raise KeyboardInterrupt


def _wait(blocking, timeout):
    if not blocking or timeout >= 0:
        if timeout > 0:
            import time
            time.sleep(timeout)
        return False
    raise RuntimeError(
        "deadlock: the lock is held, and a started thread runs to its end before others go on")


class lock:
    def __init__(self):
        self._held = False

    def acquire(self, blocking=True, timeout=-1):
        if self._held:
            return _wait(blocking, timeout)
        self._held = True
        return True

    __enter__ = acquire

    def release(self):
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held = False

    def __exit__(self, *args):
        self.release()

    def locked(self):
        return self._held

    def _at_fork_reinit(self):
        self._held = False

    def __repr__(self):
        state = "locked" if self._held else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"


LockType = lock


def allocate_lock():
    return lock()


class RLock:
    def __init__(self):
        self._owner = None
        self._depth = 0

    def acquire(self, blocking=True, timeout=-1):
        if self._owner not in (None, get_ident()):
            return _wait(blocking, timeout)
        self._owner = get_ident()
        self._depth += 1
        return True

    __enter__ = acquire

    def release(self):
        if self._owner != get_ident():
            raise RuntimeError("cannot release un-acquired lock")
        self._depth -= 1
        if not self._depth:
            self._owner = None

    def __exit__(self, *args):
        self.release()

    def locked(self):
        return self._owner is not None

    def _is_owned(self):
        return self._owner == get_ident()

    def _recursion_count(self):
        return self._depth if self._is_owned() else 0

    def _release_save(self):
        state = self._depth, self._owner
        self._depth, self._owner = 0, None
        return state

    def _acquire_restore(self, state):
        self._depth, self._owner = state

    def _at_fork_reinit(self):
        self._depth, self._owner = 0, None


class _ThreadHandle:
    def __init__(self):
        self.ident = None
        self._done = False

    def join(self, timeout=None):
        pass

    def is_done(self):
        return self._done

    def _set_done(self):
        self._done = True


def _make_thread_handle(ident):
    handle = _ThreadHandle()
    handle.ident = ident
    return handle


def start_joinable_thread(function, handle=None, daemon=True):
    handle = handle or _ThreadHandle()
    _last[0] += 1
    handle.ident = _last[0]
    _idents.append(handle.ident)
    try:
        function()
    except SystemExit:
        pass
    finally:
        _idents.pop()
        handle._done = True
    return handle


def start_new_thread(function, args, kwargs={}, /):
    return start_joinable_thread(lambda: function(*args, **kwargs)).ident


start_new = start_new_thread


def exit():
    raise SystemExit


class _local:
    def __init__(self, /, *args, **kwargs):
        object.__setattr__(self, "_spaces", {})
        object.__setattr__(self, "_args", (args, kwargs))

    def __getattribute__(self, name):
        spaces = object.__getattribute__(self, "_spaces")
        if name == "__dict__":
            return spaces.setdefault(get_ident(), {})
        try:
            return spaces[get_ident()][name]
        except KeyError:
            return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        object.__getattribute__(self, "_spaces").setdefault(get_ident(), {})[name] = value

    def __delattr__(self, name):
        try:
            del object.__getattribute__(self, "_spaces").get(get_ident(), {})[name]
        except KeyError:
            raise AttributeError(
                f"{type(self).__name__!r} object has no attribute {name!r}") from None
