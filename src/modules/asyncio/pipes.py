"""Pipes and processes for the event loop: what stands on add_reader and add_writer."""

import asyncio
import os
import stat

PIPE, STDOUT, DEVNULL = -1, -2, -3
_CHUNK = 256 * 1024


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


class _Transport:
    def __init__(self, loop, protocol, extra):
        self._loop, self._protocol, self._extra = loop, protocol, extra
        self._closing = self._lost = False
        self._buffer = []
        self._paused = False
        self._high, self._low = 64 * 1024, 16 * 1024

    def get_extra_info(self, name, default=None):
        return self._extra.get(name, default)

    def is_closing(self):
        return self._closing

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def get_write_buffer_size(self):
        return sum(map(len, self._buffer))

    def get_write_buffer_limits(self):
        return self._low, self._high

    def set_write_buffer_limits(self, high=None, low=None):
        if high is None:
            high = 64 * 1024 if low is None else 4 * low
        if low is None:
            low = high // 4
        if not high >= low >= 0:
            raise ValueError(f"high ({high!r}) must be >= low ({low!r}) must be >= 0")
        self._high, self._low = high, low

    def _pause_if_full(self):
        if not self._paused and self.get_write_buffer_size() > self._high:
            self._paused = True
            self._protocol.pause_writing()

    def _resume_if_drained(self):
        if self._paused and self.get_write_buffer_size() <= self._low:
            self._paused = False
            self._protocol.resume_writing()

    def _lose(self, error):
        """Ends the connection in the next pass."""
        if not self._lost:
            self._lost = self._closing = True
            self._loop.call_soon(self._connection_lost, error)

    def _connection_lost(self, error):
        try:
            self._protocol.connection_lost(error)
        finally:
            self._close_file()

    def abort(self):
        self._buffer.clear()
        self._unwatch()
        self._lose(None)


class _ReadPipeTransport(_Transport, asyncio.ReadTransport):
    def __init__(self, loop, pipe, protocol, waiter=None):
        super().__init__(loop, protocol, {"pipe": pipe})
        self._pipe, self._fd, self._reading = pipe, pipe.fileno(), True
        _check_pipe(self._fd)
        os.set_blocking(self._fd, False)
        loop.call_soon(protocol.connection_made, self)
        loop.call_soon(self._start)
        if waiter is not None:
            loop.call_soon(lambda: waiter.done() or waiter.set_result(None))

    def _start(self):
        if self._reading and not self._closing:
            self._loop.add_reader(self._fd, self._on_readable)

    def _on_readable(self):
        try:
            data = os.read(self._fd, _CHUNK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._loop.remove_reader(self._fd)
            return self._lose(error)
        if data:
            self._protocol.data_received(data)
        else:
            self._closing = True
            self._loop.remove_reader(self._fd)
            self._loop.call_soon(self._protocol.eof_received)
            self._lose(None)

    def is_reading(self):
        return self._reading and not self._closing

    def pause_reading(self):
        if self.is_reading():
            self._reading = False
            self._loop.remove_reader(self._fd)

    def resume_reading(self):
        if not self._closing and not self._reading:
            self._reading = True
            self._loop.add_reader(self._fd, self._on_readable)

    def close(self):
        if not self._closing:
            self._unwatch()
            self._lose(None)

    def _unwatch(self):
        self._loop.remove_reader(self._fd)

    def _close_file(self):
        self._pipe.close()


class _WritePipeTransport(_Transport, asyncio.WriteTransport):
    def __init__(self, loop, pipe, protocol, waiter=None):
        super().__init__(loop, protocol, {"pipe": pipe})
        self._pipe, self._fd = pipe, pipe.fileno()
        mode = os.fstat(self._fd).st_mode
        _check_pipe(self._fd)
        os.set_blocking(self._fd, False)
        loop.call_soon(protocol.connection_made, self)
        if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
            # Readable means that nobody reads the other end any more.
            loop.call_soon(self._watch_other_end)
        if waiter is not None:
            loop.call_soon(lambda: waiter.done() or waiter.set_result(None))

    def _watch_other_end(self):
        if not self._closing:
            self._loop.add_reader(self._fd, self._on_broken)

    def _on_broken(self):
        self._unwatch()
        if self._buffer:
            self._buffer.clear()
            self._lose(BrokenPipeError())
        else:
            self._lose(None)

    def write(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"data argument must be a bytes-like object, not {type(data).__name__!r}")
        if not data or self._lost:
            return
        data = bytes(data)
        if not self._buffer:
            try:
                data = data[os.write(self._fd, data):]
            except (BlockingIOError, InterruptedError):
                pass
            except OSError as error:
                self._unwatch()
                return self._lose(error)
            if not data:
                return
            self._loop.add_writer(self._fd, self._on_writable)
        self._buffer.append(data)
        self._pause_if_full()

    def writelines(self, lines):
        self.write(b"".join(lines))

    def _on_writable(self):
        data = b"".join(self._buffer)
        try:
            data = data[os.write(self._fd, data):]
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._buffer.clear()
            self._unwatch()
            return self._lose(error)
        self._buffer[:] = [data] if data else []
        self._resume_if_drained()
        if not data:
            self._loop.remove_writer(self._fd)
            if self._closing:
                self._loop.remove_reader(self._fd)
                self._lose(None)

    def can_write_eof(self):
        return True

    def write_eof(self):
        if self._closing:
            return
        self._closing = True
        if not self._buffer:
            self._loop.remove_reader(self._fd)
            self._lose(None)

    close = write_eof

    def _unwatch(self):
        self._loop.remove_reader(self._fd)
        self._loop.remove_writer(self._fd)

    def _close_file(self):
        self._pipe.close()


def _check_pipe(fd):
    mode = os.fstat(fd).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISCHR(mode)):
        raise ValueError("Pipe transport is only for pipes, sockets and character devices")


async def connect_read_pipe(loop, protocol_factory, pipe):
    protocol = protocol_factory()
    waiter = loop.create_future()
    transport = _ReadPipeTransport(loop, pipe, protocol, waiter)
    await waiter
    return transport, protocol


async def connect_write_pipe(loop, protocol_factory, pipe):
    protocol = protocol_factory()
    waiter = loop.create_future()
    transport = _WritePipeTransport(loop, pipe, protocol, waiter)
    await waiter
    return transport, protocol


# --- Streams over pipes ---------------------------------------------------------------------------

class FlowControlMixin(asyncio.Protocol):
    """A protocol whose writers can wait until there is room."""

    def __init__(self, loop=None):
        loop = loop or asyncio.get_event_loop()
        self._loop, self._waiting, self._paused, self._connection_lost = loop, [], False, False

    def pause_writing(self):
        self._paused = True

    def resume_writing(self):
        self._paused = False
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    def connection_lost(self, exc):
        self._connection_lost = True
        for waiter in self._waiting:
            if not waiter.done():
                if exc is None:
                    waiter.set_result(None)
                else:
                    waiter.set_exception(exc)
        self._waiting.clear()

    async def _drain_helper(self):
        if self._connection_lost:
            raise ConnectionResetError("Connection lost")
        if self._paused:
            waiter = self._loop.create_future()
            self._waiting.append(waiter)
            await waiter


class StreamReaderProtocol(FlowControlMixin, asyncio.Protocol):
    def __init__(self, stream_reader, client_connected_cb=None, loop=None):
        super().__init__(loop or asyncio.get_event_loop())
        self._stream_reader, self._client_connected_cb = stream_reader, client_connected_cb
        self._closed = self._loop.create_future()
        self._transport = self._task = None
        self._over_ssl = False

    def _replace_transport(self, transport):
        self._transport = transport
        self._over_ssl = transport.get_extra_info("sslcontext") is not None
        self._stream_reader.set_transport(transport)

    def connection_made(self, transport):
        self._replace_transport(transport)
        if self._client_connected_cb is None:
            return
        writer = asyncio.StreamWriter(transport, self, self._stream_reader, self._loop)
        result = self._client_connected_cb(self._stream_reader, writer)
        if asyncio.iscoroutine(result):
            self._task = self._loop.create_task(result)
            self._task.add_done_callback(self._served)

    def _served(self, task):
        if task.cancelled():
            self._transport.close()
        elif (error := task.exception()) is not None:
            self._loop.call_exception_handler({
                "message": "Unhandled exception in client_connected_cb",
                "exception": error,
                "transport": self._transport,
            })
            self._transport.close()

    def data_received(self, data):
        self._stream_reader.feed_data(data)

    def eof_received(self):
        self._stream_reader.feed_eof()
        # TLS has no half-closed connections.
        return not self._over_ssl

    def connection_lost(self, exc):
        if exc is None:
            self._stream_reader.feed_eof()
        else:
            self._stream_reader.set_exception(exc)
        if not self._closed.done():
            if exc is None:
                self._closed.set_result(None)
            else:
                self._closed.set_exception(exc)
                # Nobody has to wait for the end.
                self._closed.exception()
        super().connection_lost(exc)
        self._task = None

    def _get_close_waiter(self, stream):
        return self._closed


# --- Processes ------------------------------------------------------------------------------------

class _PipeProtocol(FlowControlMixin, asyncio.Protocol):
    """Between a pipe of a process and the process' protocol."""

    def __init__(self, process, fd):
        super().__init__(process._loop)
        self._process, self._number = process, fd

    def connection_made(self, transport):
        pass

    def data_received(self, data):
        self._process._protocol.pipe_data_received(self._number, data)

    def eof_received(self):
        pass

    def pause_writing(self):
        self._process._protocol.pause_writing()

    def resume_writing(self):
        self._process._protocol.resume_writing()

    def connection_lost(self, exc):
        self._process._pipe_lost(self._number, exc)


class _SubprocessTransport(asyncio.SubprocessTransport):
    def __init__(self, loop, protocol, popen):
        self._loop, self._protocol, self._popen = loop, protocol, popen
        self._pipes, self._open, self._returncode, self._finished = {}, set(), None, False
        self._waiters = []
        self._closed = False
        self._pidfd = None

    def _start(self):
        popen, loop = self._popen, self._loop
        for number, pipe, kind in ((0, popen.stdin, _WritePipeTransport), (1, popen.stdout, _ReadPipeTransport),
                                   (2, popen.stderr, _ReadPipeTransport)):
            if pipe is not None:
                self._open.add(number)
                self._pipes[number] = kind(loop, pipe, _PipeProtocol(self, number))
        self._protocol.connection_made(self)
        self._pidfd = os.pidfd_open(popen.pid)
        loop.add_reader(self._pidfd, self._on_exit)

    def _on_exit(self):
        self._loop.remove_reader(self._pidfd)
        os.close(self._pidfd)
        self._returncode = self._popen.wait()
        self._protocol.process_exited()
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(self._returncode)
        self._waiters.clear()
        self._finish_if_over()

    def _pipe_lost(self, number, exc):
        self._open.discard(number)
        self._protocol.pipe_connection_lost(number, exc)
        self._finish_if_over()

    def _finish_if_over(self):
        if self._returncode is not None and not self._open and not self._finished:
            self._finished = True
            self._loop.call_soon(self._protocol.connection_lost, None)

    async def _wait(self):
        if self._returncode is None:
            waiter = self._loop.create_future()
            self._waiters.append(waiter)
            await waiter
        return self._returncode

    def get_pid(self):
        return self._popen.pid

    def get_returncode(self):
        return self._returncode

    def get_pipe_transport(self, fd):
        return self._pipes.get(fd)

    def get_extra_info(self, name, default=None):
        return {"subprocess": self._popen}.get(name, default)

    def get_protocol(self):
        return self._protocol

    def set_protocol(self, protocol):
        self._protocol = protocol

    def is_closing(self):
        return self._closed

    def _check(self):
        if self._returncode is not None:
            raise ProcessLookupError()

    def send_signal(self, signal):
        self._check()
        self._popen.send_signal(signal)

    def terminate(self):
        self._check()
        self._popen.terminate()

    def kill(self):
        self._check()
        self._popen.kill()

    def close(self):
        if self._closed:
            return
        self._closed = True
        for pipe in self._pipes.values():
            pipe.close()
        if self._returncode is None:
            try:
                self._popen.kill()
            except ProcessLookupError:
                pass


async def _spawn(loop, protocol_factory, command, shell, stdin, stdout, stderr, options):
    import subprocess
    for name in ("universal_newlines", "text"):
        if options.get(name):
            raise ValueError(f"{name} must be False")
        options.pop(name, None)
    for name in ("encoding", "errors"):
        if options.pop(name, None) is not None:
            raise ValueError(f"{name} must be None")
    if options.pop("bufsize", 0) != 0:
        raise ValueError("bufsize must be 0")
    protocol = protocol_factory()
    popen = subprocess.Popen(command, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr, bufsize=0, **options)
    transport = _SubprocessTransport(loop, protocol, popen)
    transport._start()
    await asyncio.sleep(0)
    return transport, protocol


async def subprocess_exec(loop, protocol_factory, program, *args, stdin=PIPE, stdout=PIPE, stderr=PIPE, **options):
    if options.pop("shell", False):
        raise ValueError("shell must be False")
    for argument in (program, *args):
        if not isinstance(argument, (str, bytes, os.PathLike)):
            raise TypeError(f"program arguments must be a bytes or text string, not {type(argument).__name__}")
    return await _spawn(loop, protocol_factory, [program, *args], False, stdin, stdout, stderr, options)


async def subprocess_shell(loop, protocol_factory, cmd, *, stdin=PIPE, stdout=PIPE, stderr=PIPE, **options):
    if not isinstance(cmd, (bytes, str)):
        raise ValueError("cmd must be a string")
    if not options.pop("shell", True):
        raise ValueError("shell must be True")
    return await _spawn(loop, protocol_factory, cmd, True, stdin, stdout, stderr, options)


class SubprocessStreamProtocol(FlowControlMixin, asyncio.SubprocessProtocol):
    def __init__(self, limit, loop):
        super().__init__(loop)
        self._limit = limit
        self.stdin = self.stdout = self.stderr = None
        self._stdin_closed = loop.create_future()

    def connection_made(self, transport):
        self._transport = transport
        for fd, name in ((1, "stdout"), (2, "stderr")):
            if (pipe := transport.get_pipe_transport(fd)) is not None:
                reader = asyncio.StreamReader(limit=self._limit, loop=self._loop)
                reader.set_transport(pipe)
                setattr(self, name, reader)
        if (pipe := transport.get_pipe_transport(0)) is not None:
            self.stdin = asyncio.StreamWriter(pipe, self, None, self._loop)

    def pipe_data_received(self, fd, data):
        (self.stdout if fd == 1 else self.stderr).feed_data(data)

    def pipe_connection_lost(self, fd, exc):
        if fd == 0:
            self._transport.get_pipe_transport(0).close()
            self.connection_lost(exc)
            if not self._stdin_closed.done():
                if exc is None:
                    self._stdin_closed.set_result(None)
                else:
                    self._stdin_closed.set_exception(exc)
                    self._stdin_closed._log_traceback = False
            return
        reader = self.stdout if fd == 1 else self.stderr
        if exc is None:
            reader.feed_eof()
        else:
            reader.set_exception(exc)

    def process_exited(self):
        pass

    def _get_close_waiter(self, stream):
        return self._stdin_closed


class Process:
    """A process whose pipes are streams."""

    def __init__(self, transport, protocol, loop):
        self._transport, self._protocol, self._loop = transport, protocol, loop
        self.stdin, self.stdout, self.stderr = protocol.stdin, protocol.stdout, protocol.stderr
        self.pid = transport.get_pid()

    def __repr__(self):
        return f"<{self.__class__.__name__} {self.pid}>"

    @property
    def returncode(self):
        return self._transport.get_returncode()

    async def wait(self):
        """Wait until the process exit and return the process return code."""
        return await self._transport._wait()

    def send_signal(self, signal):
        self._transport.send_signal(signal)

    def terminate(self):
        self._transport.terminate()

    def kill(self):
        self._transport.kill()

    async def _feed_stdin(self, input):
        try:
            if input is not None:
                self.stdin.write(input)
            await self.stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.stdin.close()

    async def _read(self, stream):
        if stream is None:
            return None
        output = await stream.read()
        return output

    async def _nothing(self):
        return None

    async def communicate(self, input=None):
        feeding = self._feed_stdin(input) if self.stdin is not None else self._nothing()
        _, stdout, stderr = await asyncio.gather(feeding, self._read(self.stdout), self._read(self.stderr))
        await self.wait()
        return stdout, stderr


async def create_subprocess_shell(cmd, stdin=None, stdout=None, stderr=None, limit=2 ** 16, **kwds):
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.subprocess_shell(
        lambda: SubprocessStreamProtocol(limit, loop), cmd, stdin=stdin, stdout=stdout, stderr=stderr, **kwds)
    return Process(transport, protocol, loop)


async def create_subprocess_exec(program, *args, stdin=None, stdout=None, stderr=None, limit=2 ** 16, **kwds):
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.subprocess_exec(
        lambda: SubprocessStreamProtocol(limit, loop), program, *args, stdin=stdin, stdout=stdout, stderr=stderr,
        **kwds)
    return Process(transport, protocol, loop)
