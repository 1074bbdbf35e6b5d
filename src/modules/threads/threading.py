"""Threads of an interpreter that has one: what a thread is to do is done when it is started."""

import time as _time

__all__ = ["Barrier", "BoundedSemaphore", "Condition", "Event", "Lock", "RLock", "Semaphore", "Thread", "Timer",
           "active_count", "current_thread", "enumerate", "get_ident", "get_native_id", "local", "main_thread"]

TIMEOUT_MAX = 9223372036.0


class ThreadError(RuntimeError):
    pass


class Lock:
    def __init__(self):
        self._held = 0

    def acquire(self, blocking=True, timeout=-1):
        if self._held:
            if not blocking or timeout >= 0:
                if blocking:
                    _time.sleep(timeout)
                return False
            raise RuntimeError("deadlock: the only thread waits for a lock that it holds")
        self._held = 1
        return True

    def release(self):
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held -= 1

    def locked(self):
        return bool(self._held)

    def __enter__(self):
        self.acquire()
        return True

    def __exit__(self, *error):
        self.release()

    def __repr__(self):
        return f"<{'locked' if self._held else 'unlocked'} _thread.lock object at {id(self):#x}>"


class _RLock(Lock):
    def acquire(self, blocking=True, timeout=-1):
        self._held += 1
        return True

    def release(self):
        if not self._held:
            raise RuntimeError("cannot release un-acquired lock")
        self._held -= 1


def RLock():
    return _RLock()


class Event:
    def __init__(self):
        self._flag = False

    def is_set(self):
        return self._flag

    def set(self):
        self._flag = True

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        if not self._flag:
            if timeout is None:
                raise RuntimeError("deadlock: the only thread waits for an event that nobody can set")
            _time.sleep(timeout)
        return self._flag


class Condition:
    def __init__(self, lock=None):
        self._lock = lock or RLock()
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *error):
        return self._lock.__exit__(*error)

    def wait(self, timeout=None):
        if timeout is None:
            raise RuntimeError("deadlock: the only thread waits for a notification")
        _time.sleep(timeout)
        return False

    def wait_for(self, predicate, timeout=None):
        return predicate() or (self.wait(timeout) and predicate())

    def notify(self, n=1):
        pass

    def notify_all(self):
        pass


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._value = self._limit = value

    def acquire(self, blocking=True, timeout=None):
        if self._value == 0:
            if not blocking or timeout is not None:
                if timeout:
                    _time.sleep(timeout)
                return False
            raise RuntimeError("deadlock: the only thread waits for a semaphore that nobody can release")
        self._value -= 1
        return True

    def release(self, n=1):
        self._value += n

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()


class BoundedSemaphore(Semaphore):
    def release(self, n=1):
        if self._value + n > self._limit:
            raise ValueError("Semaphore released too many times")
        super().release(n)


class local:
    pass


_count = 0
_running = []


class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        global _count
        self._target, self._args, self._kwargs = target, args, kwargs or {}
        if name is None:
            _count += 1
            name = f"Thread-{_count}" + (f" ({target.__name__})" if hasattr(target, "__name__") else "")
        self.name = str(name)
        self.daemon = bool(daemon)
        self.ident = None
        self._done = False

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def start(self):
        if self.ident is not None:
            raise RuntimeError("threads can only be started once")
        if self.daemon:
            raise NotImplementedError("threading.Thread: daemon threads are not supported")
        self.ident = id(self)
        _running.append(self)
        try:
            self.run()
        except SystemExit:
            pass
        except BaseException as error:
            excepthook(ExceptHookArgs(type(error), error, error.__traceback__, self))
        finally:
            _running.remove(self)
            self._done = True

    def join(self, timeout=None):
        if self.ident is None:
            raise RuntimeError("cannot join thread before it is started")
        if self in _running:
            raise RuntimeError("cannot join current thread")

    def is_alive(self):
        return self.ident is not None and not self._done

    @property
    def native_id(self):
        return self.ident

    def __repr__(self):
        state = "initial" if self.ident is None else "stopped" if self._done else "started"
        return f"<{type(self).__name__}({self.name}, {state}{' ' + str(self.ident) if self.ident else ''})>"


class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__(target=function, args=args or (), kwargs=kwargs)
        self.interval = interval
        self._cancelled = False

    def cancel(self):
        self._cancelled = True

    def run(self):
        _time.sleep(self.interval)
        if not self._cancelled:
            super().run()


class _MainThread(Thread):
    def __init__(self, name, ident):
        super().__init__(name=name)
        self.ident = ident


class ExceptHookArgs:
    def __init__(self, exc_type, exc_value, exc_traceback, thread):
        self.exc_type, self.exc_value, self.exc_traceback, self.thread = exc_type, exc_value, exc_traceback, thread


def excepthook(args):
    import sys
    import traceback
    print(f"Exception in thread {args.thread.name}:", file=sys.stderr)
    traceback.print_exception(args.exc_type, args.exc_value, args.exc_traceback)


_main = _MainThread("MainThread", 1)
_worker = _MainThread("asyncio_0", 2)


def main_thread():
    return _main


def current_thread():
    if _running:
        return _running[-1]
    return _worker if _in_job() else _main


def get_ident():
    return current_thread().ident


get_native_id = get_ident


def enumerate():
    return [_main, *_running]


def active_count():
    return 1 + len(_running)
