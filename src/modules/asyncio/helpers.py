"""Parts of asyncio that are simplest in Python."""

import _asyncio
import asyncio
import collections.abc
import linecache
import traceback
import weakref


def create_eager_task_factory(custom_task_constructor):
    """Create a function suitable for use as a task factory on an event-loop.

    The tasks are made by `custom_task_constructor`, which takes what `asyncio.Task` takes.
    """

    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(coro, loop=loop, name=name, context=context, eager_start=True)

    return factory


eager_task_factory = create_eager_task_factory(asyncio.Task)


def get_stack(task, limit):
    """The frames of a task that waits, or of the traceback of one that has failed."""
    coroutine = task.get_coro()
    frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None)
    frames = []
    if frame is not None:
        while frame is not None and (limit is None or len(frames) < limit):
            frames.append(frame)
            frame = frame.f_back
        frames.reverse()
    elif task._exception is not None:
        place = task._exception.__traceback__
        while place is not None and (limit is None or len(frames) < limit):
            frames.append(place.tb_frame)
            place = place.tb_next
    return frames


def print_stack(task, limit, file):
    """Print the stack or traceback of a task."""
    places = []
    for frame in task.get_stack(limit=limit):
        code, line = frame.f_code, frame.f_lineno
        linecache.checkcache(code.co_filename)
        text = linecache.getline(code.co_filename, line, frame.f_globals)
        places.append((code.co_filename, line, code.co_name, text))
    exception = task._exception
    what = "No stack" if not places else "Stack" if exception is None else "Traceback"
    print(f"{what} for {task!r}{' (most recent call last):' if places else ''}", file=file)
    # As in CPython, without a file the header goes to standard output and the rest to standard
    # error.
    traceback.print_list(places, file=file)
    if exception is not None:
        for text in traceback.format_exception_only(type(exception), exception):
            print(text, file=file, end="")


# --- Tasks of other classes -----------------------------------------------------------------------

_scheduled_tasks = weakref.WeakSet()
_eager_tasks = set()


def registered_tasks(loop):
    """The tasks of a loop that are not done, among those that programs have registered."""
    from asyncio import futures
    known = [*_scheduled_tasks, *_eager_tasks]
    return [task for task in known if futures._get_loop(task) is loop and not task.done()]


class _CurrentTasks(collections.abc.MutableMapping):
    """The current task of each loop that has one."""

    def __init__(self):
        self._elsewhere = {}

    def _running(self):
        loop = asyncio._get_running_loop()
        return {} if loop is None or (task := asyncio.current_task()) is None else {loop: task}

    def __getitem__(self, loop):
        return (self._elsewhere | self._running())[loop]

    def __setitem__(self, loop, task):
        if loop is asyncio._get_running_loop():
            _asyncio._swap_current_task(loop, task)
        else:
            self._elsewhere[loop] = task

    def __delitem__(self, loop):
        if loop in self._running():
            _asyncio._swap_current_task(loop, None)
        else:
            del self._elsewhere[loop]

    def __iter__(self):
        return iter(self._elsewhere | self._running())

    def __len__(self):
        return len(self._elsewhere | self._running())


_current_tasks = _CurrentTasks()


def current_task(loop):
    return _current_tasks.get(loop)


def enter_task(loop, task):
    current = _current_tasks.get(loop)
    if current is not None:
        raise RuntimeError(f"Cannot enter into task {task!r} while another task {current!r} is being executed.")
    _current_tasks[loop] = task


def leave_task(loop, task):
    current = _current_tasks.get(loop)
    if current is not task:
        raise RuntimeError(f"Leaving task {task!r} does not match the current task {current!r}.")
    del _current_tasks[loop]


def swap_task(loop, task):
    previous = _current_tasks.pop(loop, None)
    if task is not None:
        _current_tasks[loop] = task
    return previous


# --- Parts of loops -------------------------------------------------------------------------------

def new_policy(loop, called):
    """The default policy. It knows the loop that was set so far."""
    policy = asyncio.DefaultEventLoopPolicy()
    policy._local._loop, policy._local._set_called = loop, called
    return policy


# --- Protocols ------------------------------------------------------------------------------------

def _feed_data_to_buffered_proto(protocol, data):
    """Passes data to a buffered protocol, in as many pieces as its buffers take."""
    rest = memoryview(data)
    while rest:
        buffer = protocol.get_buffer(len(rest))
        size = min(len(buffer), len(rest))
        if not size:
            raise RuntimeError("get_buffer() returned an empty buffer")
        buffer[:size] = rest[:size]
        protocol.buffer_updated(size)
        rest = rest[size:]


# --- Transports -----------------------------------------------------------------------------------

class _FlowControlMixin(asyncio.Transport):
    """The base of transports that tell their protocol when it may write."""

    def __init__(self, extra=None, loop=None):
        self._extra, self._loop, self._protocol_paused = extra or {}, loop, False
        self._set_write_buffer_limits()

    def get_extra_info(self, name, default=None):
        return self._extra.get(name, default)

    def _report(self, method, exc):
        self._loop.call_exception_handler({
            "message": f"protocol.{method}() failed",
            "exception": exc,
            "transport": self,
            "protocol": self._protocol,
        })

    def _maybe_pause_protocol(self):
        if not self._protocol_paused and self.get_write_buffer_size() > self._high_water:
            self._protocol_paused = True
            try:
                self._protocol.pause_writing()
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as exc:
                self._report("pause_writing", exc)

    def _maybe_resume_protocol(self):
        if self._protocol_paused and self.get_write_buffer_size() <= self._low_water:
            self._protocol_paused = False
            try:
                self._protocol.resume_writing()
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as exc:
                self._report("resume_writing", exc)

    def _set_write_buffer_limits(self, high=None, low=None):
        if high is None:
            high = 64 * 1024 if low is None else 4 * low
        if low is None:
            low = high // 4
        if not high >= low >= 0:
            raise ValueError(f"high ({high!r}) must be >= low ({low!r}) must be >= 0")
        self._high_water, self._low_water = high, low

    def get_write_buffer_limits(self):
        return self._low_water, self._high_water

    def set_write_buffer_limits(self, high=None, low=None):
        self._set_write_buffer_limits(high, low)
        self._maybe_pause_protocol()

    def get_write_buffer_size(self):
        raise NotImplementedError


# --- Streams --------------------------------------------------------------------------------------

async def start_tls_of_writer(writer, sslcontext, server_hostname, handshake_timeout, shutdown_timeout):
    from asyncio.streams import StreamReaderProtocol
    transport, protocol, reader, loop = writer._transport, writer._protocol, writer._reader, writer._loop
    await writer.drain()
    if protocol is None:
        # The transport feeds the reader itself; with TLS, that is between them.
        protocol = StreamReaderProtocol(reader, loop=loop)
        server_side = getattr(transport, "_server", None) is not None
    else:
        server_side = protocol._client_connected_cb is not None
    result = await loop.start_tls(transport, protocol, sslcontext, server_side=server_side,
                                  server_hostname=server_hostname, ssl_handshake_timeout=handshake_timeout,
                                  ssl_shutdown_timeout=shutdown_timeout)
    writer._transport, writer._protocol = result, protocol
    protocol._replace_transport(result)
