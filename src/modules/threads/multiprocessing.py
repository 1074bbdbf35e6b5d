"""Processes as threads of this very process, as `concurrent.futures.process` has them.

What goes from one to another is copied by pickle, as between processes; a module's variables are shared.
"""

import itertools as _itertools
import os as _os
import pickle as _pickle
import queue as _queue
import sys as _sys
import threading as _threading
import time as _time

from threading import Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore

__all__ = ["Array", "AuthenticationError", "Barrier", "BoundedSemaphore", "BufferTooShort", "Condition", "Event",
           "JoinableQueue", "Lock", "Manager", "Pipe", "Pool", "Process", "ProcessError", "Queue", "RLock", "RawArray",
           "RawValue", "Semaphore", "SimpleQueue", "TimeoutError", "Value", "active_children", "cpu_count",
           "current_process", "freeze_support", "get_all_start_methods", "get_context", "get_logger",
           "get_start_method", "log_to_stderr", "parent_process", "set_start_method"]

_numbers = _itertools.count(1)
_children = []


class ProcessError(Exception):
    pass


class BufferTooShort(ProcessError):
    pass


class TimeoutError(ProcessError):
    pass


class AuthenticationError(ProcessError):
    pass


def _sent(obj):
    """What arrives of an object that is sent to another process."""
    return _pickle.loads(_pickle.dumps(obj))


# -------------------------------------------------------------------------------------------------
# Processes

class Process:
    """A callable that runs in a thread of its own."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None, _number=None):
        if group is not None:
            raise AssertionError("group argument must be None for now")
        self._number = _number or next(_numbers)
        self._target, self._args, self._kwargs = target, tuple(args), dict(kwargs)
        self.name = name or f"{type(self).__name__}-{self._number}"
        self.daemon = bool(daemon)
        self._thread = self._exitcode = None
        self._terminated = False

    def run(self):
        """Method to be run in sub-process; can be overridden in sub-class"""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def _bootstrap(self):
        code = 1
        try:
            self.run()
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 0 if error.code is None else 1
            if not isinstance(error.code, int | None):
                print(error.code, file=_sys.stderr)
        except BaseException:
            import traceback
            _sys.stderr.write(f"Process {self.name}:\n")
            traceback.print_exc()
        finally:
            if self._exitcode is None:
                self._exitcode = code

    def start(self):
        """Start child process"""
        if self._thread is not None:
            raise AssertionError("cannot start a process twice")
        self._thread = _threading.Thread(target=self._bootstrap, name=self.name, daemon=self.daemon)
        self._thread._process = self
        _children.append(self)
        self._thread.start()

    def join(self, timeout=None):
        """Wait until child process terminates"""
        if self._thread is None:
            raise AssertionError("can only join a started process")
        if not self._terminated:
            self._thread.join(timeout)
        if not self.is_alive() and self in _children:
            _children.remove(self)

    def is_alive(self):
        """Return whether process is alive"""
        return self._thread is not None and not self._terminated and self._thread.is_alive()

    def terminate(self):
        """Counts as terminated from now on; the thread itself cannot be stopped."""
        if self.is_alive():
            self._terminated, self._exitcode = True, -15

    def kill(self):
        if self.is_alive():
            self._terminated, self._exitcode = True, -9

    def close(self):
        if self.is_alive():
            raise ValueError("Cannot close a process while it is still running. "
                             "You should first call join() or terminate().")

    @property
    def exitcode(self):
        """Return exit code of process or `None` if it has yet to stop"""
        return None if self.is_alive() else self._exitcode

    @property
    def pid(self):
        """A number of its own: os.getpid() is that of the whole program."""
        return None if self._thread is None else _os.getpid() + self._number

    ident = pid

    def __repr__(self):
        if self._thread is None:
            state = "initial"
        elif self.is_alive():
            state = "started"
        else:
            state = f"stopped exitcode={self._exitcode}"
        daemon = " daemon" if self.daemon else ""
        pid = f" pid={self.pid}" if self._thread else ""
        return f"<{type(self).__name__} name={self.name!r}{pid} parent={_os.getpid()} {state}{daemon}>"


class _MainProcess:
    name, daemon, exitcode = "MainProcess", False, None

    @property
    def pid(self):
        return _os.getpid()

    ident = pid

    def is_alive(self):
        return True

    def __repr__(self):
        return "<_MainProcess name='MainProcess' parent=None started>"


_main = _MainProcess()


def current_process():
    """Return process object representing the current process"""
    return getattr(_threading.current_thread(), "_process", _main)


def parent_process():
    """Return process object representing the parent process"""
    return None if current_process() is _main else _main


def active_children():
    """Return list of process objects corresponding to live child processes"""
    _children[:] = [child for child in _children if child.is_alive()]
    return list(_children)


def cpu_count():
    """Returns the number of CPUs in the system"""
    return _os.cpu_count()


def freeze_support():
    pass


# -------------------------------------------------------------------------------------------------
# Queues and pipes

class Queue:
    """A queue whose items are copied by pickle."""

    _kind = _queue.Queue

    def __init__(self, maxsize=0):
        self._items = self._kind(maxsize)

    def put(self, obj, block=True, timeout=None):
        self._items.put(_sent(obj), block, timeout)

    def put_nowait(self, obj):
        self.put(obj, False)

    def get(self, block=True, timeout=None):
        return self._items.get(block, timeout)

    def get_nowait(self):
        return self.get(False)

    def qsize(self):
        return self._items.qsize()

    def empty(self):
        return self._items.empty()

    def full(self):
        return self._items.full()

    def close(self):
        pass

    join_thread = cancel_join_thread = close

    def __reduce__(self):
        return _found_by_number, (_numbered(self),)


class JoinableQueue(Queue):
    def task_done(self):
        self._items.task_done()

    def join(self):
        self._items.join()


class SimpleQueue(Queue):
    def __init__(self):
        super().__init__()


class Connection:
    """One end of a pipe."""

    def __init__(self, received, sent):
        self._received, self._sent, self.closed = received, sent, False

    def _check(self):
        if self.closed:
            raise OSError("handle is closed")

    def send(self, obj):
        self._check()
        self._sent.put((_pickle.dumps(obj),))

    def recv(self):
        self._check()
        data = self._received.get()
        if data is None:
            self._received.put(None)
            raise EOFError
        return _pickle.loads(data[0])

    def send_bytes(self, buf, offset=0, size=None):
        self._check()
        data = bytes(buf)[offset:]
        self._sent.put((data if size is None else data[:size],))

    def recv_bytes(self, maxlength=None):
        self._check()
        data = self._received.get()
        if data is None:
            self._received.put(None)
            raise EOFError
        return data[0]

    def poll(self, timeout=0.0):
        self._check()
        end = None if timeout is None else _time.monotonic() + timeout
        while self._received.empty():
            if end is not None and _time.monotonic() >= end:
                return False
            _time.sleep(0.001)
        return True

    def close(self):
        if not self.closed:
            self.closed = True
            self._sent.put(None)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def __reduce__(self):
        return _found_by_number, (_numbered(self),)


def Pipe(duplex=True):
    """Returns pair of connection objects at either end of a pipe"""
    there, back = _queue.Queue(), _queue.Queue()
    return Connection(back, there), Connection(there, back)


_shared = {}


def _numbered(obj):
    """What is shared goes through pickles by its number."""
    _shared[id(obj)] = obj
    return id(obj)


def _found_by_number(number):
    return _shared[number]


# -------------------------------------------------------------------------------------------------
# Shared values

class _Synchronized:
    def __init__(self, lock):
        self._lock = lock if lock not in (True, False, None) else RLock()

    def get_lock(self):
        return self._lock

    def get_obj(self):
        return self

    def acquire(self, *args, **kwargs):
        return self._lock.acquire(*args, **kwargs)

    def release(self):
        self._lock.release()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exc):
        return self._lock.__exit__(*exc)

    def __reduce__(self):
        return _found_by_number, (_numbered(self),)


def _converter(typecode):
    if not isinstance(typecode, str):
        raise NotImplementedError("multiprocessing: types of ctypes are not supported, only type codes")
    return float if typecode in "fd" else (lambda value: value) if typecode in "cu" else int


class _SharedValue(_Synchronized):
    def __init__(self, typecode, *args, lock=True):
        super().__init__(lock)
        self._convert = _converter(typecode)
        self._value = self._convert(args[0] if args else 0)

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, value):
        self._value = self._convert(value)


def Value(typecode_or_type, *args, lock=True):
    """Returns a synchronized shared object"""
    return _SharedValue(typecode_or_type, *args, lock=lock)


class _SharedArray(_Synchronized):
    def __init__(self, typecode, content, lock=True):
        super().__init__(lock)
        convert = _converter(typecode)
        self._items = [convert(0)] * content if isinstance(content, int) else [convert(item) for item in content]
        self._convert = convert

    def __len__(self):
        return len(self._items)

    def __getitem__(self, i):
        return self._items[i]

    def __setitem__(self, i, value):
        if isinstance(i, slice):
            value = [self._convert(item) for item in value]
            if len(value) != len(self._items[i]):
                raise ValueError("Can only assign sequence of same size")
        else:
            value = self._convert(value)
        self._items[i] = value

    def __iter__(self):
        return iter(self._items)


def Array(typecode_or_type, size_or_initializer, *, lock=True):
    """Returns a synchronized shared array"""
    return _SharedArray(typecode_or_type, size_or_initializer, lock)


RawValue, RawArray = Value, Array


class _Manager:
    """What processes share through a manager are the objects themselves."""

    Queue, JoinableQueue, Pool, Value, Array = Queue, JoinableQueue, None, staticmethod(Value), staticmethod(Array)
    Lock, RLock, Semaphore, BoundedSemaphore = map(staticmethod, (Lock, RLock, Semaphore, BoundedSemaphore))
    Condition, Event, Barrier = Condition, Event, Barrier

    class dict(dict):
        def __reduce__(self):
            return _found_by_number, (_numbered(self),)

        def __repr__(self):
            return repr({**self})

    class list(list):
        def __reduce__(self):
            return _found_by_number, (_numbered(self),)

    def Namespace(self, **kwargs):
        import types
        return types.SimpleNamespace(**kwargs)

    def start(self, *args):
        pass

    def shutdown(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        pass


def Manager():
    """Returns a manager associated with a running server process"""
    next(_numbers)
    return _Manager()


# -------------------------------------------------------------------------------------------------
# Pools

class AsyncResult:
    def __init__(self, futures, combine, callback=None, error_callback=None):
        self._futures, self._combine = futures, combine
        self._callback, self._error_callback = callback, error_callback
        self._left = len(futures)
        self._event = _threading.Event()
        if not futures:
            self._finish()
        for future in futures:
            future.add_done_callback(self._one_done)

    def _one_done(self, future):
        self._left -= 1
        if not self._left:
            self._finish()

    def _finish(self):
        self._error = next((e for e in (f.exception() for f in self._futures) if e is not None), None)
        self._event.set()
        if self._error is not None:
            if self._error_callback:
                self._error_callback(self._error)
        elif self._callback:
            self._callback(self._combine([f.result() for f in self._futures]))

    def ready(self):
        return self._event.is_set()

    def successful(self):
        if not self.ready():
            raise ValueError(f"{self!r} not ready")
        return self._error is None

    def wait(self, timeout=None):
        self._event.wait(timeout)

    def get(self, timeout=None):
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        if self._error is not None:
            raise self._error
        return self._combine([f.result() for f in self._futures])


class Pool:
    """A pool of workers, which are threads."""

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        from concurrent.futures import ThreadPoolExecutor
        if processes is not None and processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._processes = processes or cpu_count() or 1
        numbers = iter([next(_numbers) for _ in range(self._processes)])

        def begin():
            name = f"ForkPoolWorker-{next(numbers)}"
            _threading.current_thread()._process = Process(name=name, daemon=True, _number=int(name.split("-")[1]))
            if initializer is not None:
                initializer(*initargs)

        self._workers = ThreadPoolExecutor(self._processes, "ForkPoolWorker", begin)
        self._state = "RUN"

    def _submit(self, function, args, kwargs={}):
        if self._state != "RUN":
            raise ValueError("Pool not running")
        return self._workers.submit(_run_task, function, _sent(args), _sent(kwargs))

    def apply(self, func, args=(), kwds={}):
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        future = self._submit(func, args, kwds)
        return AsyncResult([future], lambda results: results[0], callback, error_callback)

    def map(self, func, iterable, chunksize=None):
        return self.map_async(func, iterable, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        futures = [self._submit(func, (item,)) for item in iterable]
        return AsyncResult(futures, list, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        return self.starmap_async(func, iterable, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        futures = [self._submit(func, tuple(args)) for args in iterable]
        return AsyncResult(futures, list, callback, error_callback)

    def imap(self, func, iterable, chunksize=1):
        futures = [self._submit(func, (item,)) for item in iterable]
        return (future.result() for future in futures)

    def imap_unordered(self, func, iterable, chunksize=1):
        from concurrent.futures import as_completed
        futures = [self._submit(func, (item,)) for item in iterable]
        return (future.result() for future in as_completed(futures))

    def close(self):
        if self._state == "RUN":
            self._state = "CLOSE"

    def terminate(self):
        self._state = "TERMINATE"
        self._workers.shutdown(wait=False, cancel_futures=True)

    def join(self):
        if self._state == "RUN":
            raise ValueError("Pool is still running")
        self._workers.shutdown()

    def __enter__(self):
        if self._state != "RUN":
            raise ValueError("Pool not running")
        return self

    def __exit__(self, *exc):
        self.terminate()

    def __repr__(self):
        return f"<multiprocessing.pool.Pool state={self._state} pool_size={self._processes}>"


def _run_task(function, args, kwargs):
    return function(*args, **kwargs)


# -------------------------------------------------------------------------------------------------
# Contexts

_start_method = "fork"


def get_all_start_methods():
    return ["fork", "spawn", "forkserver"]


def get_start_method(allow_none=False):
    return _start_method


def set_start_method(method, force=False):
    global _start_method
    if method not in get_all_start_methods():
        raise ValueError(f"cannot find context for {method!r}")
    _start_method = method


def get_context(method=None):
    """What a context has, this module has."""
    if method is not None and method not in get_all_start_methods():
        raise ValueError(f"cannot find context for {method!r}")
    return _sys.modules[__name__]


def get_logger():
    import logging
    return logging.getLogger("multiprocessing")


def log_to_stderr(level=None):
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("[%(levelname)s/%(processName)s] %(message)s"))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    return logger


def _submodule(name, **contents):
    import types
    module = types.ModuleType(f"multiprocessing.{name}")
    module.__dict__.update(contents)
    globals()[name] = _sys.modules[module.__name__] = module


__path__ = []
_submodule("pool", Pool=Pool, ThreadPool=Pool, AsyncResult=AsyncResult)
_submodule("queues", Queue=Queue, SimpleQueue=SimpleQueue, JoinableQueue=JoinableQueue, Empty=_queue.Empty, Full=_queue.Full)
_submodule("process", current_process=current_process, active_children=active_children, BaseProcess=Process)
_submodule("connection", Connection=Connection, Pipe=Pipe)
_submodule("managers", SyncManager=_Manager, BaseManager=_Manager)
_submodule("synchronize", Lock=Lock, RLock=RLock, Event=Event, Semaphore=Semaphore, Condition=Condition)
_submodule("context", TimeoutError=TimeoutError)
_submodule("dummy", Process=_threading.Thread, Pool=Pool, Queue=_queue.Queue, Lock=Lock, current_process=_threading.current_thread)
