"""Sockets for the event loop: what stands on add_reader and add_writer."""

import asyncio
import socket

from asyncio._pipes import _CHUNK, _Transport


def _check(loop, sock):
    if loop.get_debug() and sock.gettimeout() != 0:
        raise ValueError("the socket must be non-blocking")


async def _until_ready(loop, sock, writing, attempt):
    """Calls `attempt` until it does not block, and returns its result."""
    try:
        return attempt()
    except (BlockingIOError, InterruptedError):
        pass
    fd = sock.fileno()
    done = loop.create_future()

    def on_ready():
        if done.done():
            return
        try:
            result = attempt()
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            done.set_exception(error)
        else:
            done.set_result(result)

    add, remove = ((loop.add_writer, loop.remove_writer) if writing
                   else (loop.add_reader, loop.remove_reader))
    add(fd, on_ready)
    try:
        return await done
    finally:
        remove(fd)


async def sock_recv(loop, sock, nbytes):
    _check(loop, sock)
    return await _until_ready(loop, sock, False, lambda: sock.recv(nbytes))


async def sock_recv_into(loop, sock, buf):
    _check(loop, sock)
    return await _until_ready(loop, sock, False, lambda: sock.recv_into(buf))


async def sock_recvfrom(loop, sock, bufsize):
    _check(loop, sock)
    return await _until_ready(loop, sock, False, lambda: sock.recvfrom(bufsize))


async def sock_recvfrom_into(loop, sock, buf, nbytes=0):
    _check(loop, sock)
    return await _until_ready(loop, sock, False, lambda: sock.recvfrom_into(buf, nbytes))


async def sock_sendto(loop, sock, data, address):
    _check(loop, sock)
    return await _until_ready(loop, sock, True, lambda: sock.sendto(data, address))


async def sock_sendall(loop, sock, data):
    _check(loop, sock)
    rest = memoryview(data)

    while rest:
        sent = await _until_ready(loop, sock, True, lambda: sock.send(rest))
        rest = rest[sent:]


async def sock_connect(loop, sock, address):
    _check(loop, sock)
    try:
        sock.connect(address)
        return
    except (BlockingIOError, InterruptedError):
        pass
    fd = sock.fileno()
    done = loop.create_future()
    loop.add_writer(fd, lambda: done.done() or done.set_result(None))
    try:
        await done
    finally:
        loop.remove_writer(fd)
    error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if error:
        raise OSError(error, f"Connect call failed {address}")


async def sock_accept(loop, sock):
    _check(loop, sock)

    def accept():
        connection, address = sock.accept()
        connection.setblocking(False)
        return connection, address

    return await _until_ready(loop, sock, False, accept)


async def sock_sendfile(loop, sock, file, offset=0, count=None, *, fallback=True):
    _check(loop, sock)
    _check_sendfile(file, offset, count)
    if sock.type & 0xF != socket.SOCK_STREAM:
        raise ValueError("Only SOCK_STREAM type sockets are supported")

    async def send(block):
        await sock_sendall(loop, sock, block)

    return await _send_blocks(file, offset, count, send)


async def sendfile(loop, transport, file, offset=0, count=None, *, fallback=True):
    if transport.is_closing():
        raise RuntimeError("Transport is closing")
    _check_sendfile(file, offset, count)

    async def send(block):
        transport.write(block)
        while transport.get_write_buffer_size() > _CHUNK and not transport.is_closing():
            await asyncio.sleep(0.001)
        if transport.is_closing():
            raise ConnectionError("Connection closed by peer")

    return await _send_blocks(file, offset, count, send)


def _check_sendfile(file, offset, count):
    if "b" not in getattr(file, "mode", "b"):
        raise ValueError("file should be opened in binary mode")
    if count is not None:
        if not isinstance(count, int):
            raise TypeError(f"count must be a positive integer (got {count!r})")
        if count <= 0:
            raise ValueError(f"count must be a positive integer (got {count!r})")
    if not isinstance(offset, int):
        raise TypeError(f"offset must be a non-negative integer (got {offset!r})")
    if offset < 0:
        raise ValueError(f"offset must be a non-negative integer (got {offset!r})")


async def _send_blocks(file, offset, count, send):
    """Sends what is in a file from `offset` on, `count` bytes at most; returns how many."""
    file.seek(offset)
    sent = 0
    try:
        while count is None or sent < count:
            block = file.read(_CHUNK if count is None else min(_CHUNK, count - sent))
            if not block:
                break
            await send(block)
            sent += len(block)
    finally:
        file.seek(offset + sent)
    return sent


async def getaddrinfo(loop, host, port, *, family=0, type=0, proto=0, flags=0):
    return await loop.run_in_executor(None, socket.getaddrinfo, host, port, family, type, proto, flags)


async def getnameinfo(loop, sockaddr, flags=0):
    return await loop.run_in_executor(None, socket.getnameinfo, sockaddr, flags)



class _DatagramTransport(_Transport, asyncio.DatagramTransport):
    def __init__(self, loop, sock, protocol, address, waiter):
        super().__init__(loop, protocol, {"socket": sock, "sockname": sock.getsockname()})
        try:
            self._extra["peername"] = sock.getpeername()
        except OSError:
            self._extra["peername"] = None
        self._sock, self._address = sock, address
        loop.call_soon(protocol.connection_made, self)
        loop.call_soon(loop.add_reader, sock.fileno(), self._on_readable)
        loop.call_soon(lambda: waiter.done() or waiter.set_result(None))

    def _on_readable(self):
        if self._lost:
            return
        try:
            data, address = self._sock.recvfrom(_CHUNK)
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            self._protocol.error_received(error)
        else:
            self._protocol.datagram_received(data, address)

    def _send(self, data, address):
        if self._extra["peername"]:
            self._sock.send(data)
        else:
            self._sock.sendto(data, address)

    def sendto(self, data, addr=None):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"data argument must be a bytes-like object, not {type(data).__name__!r}")
        if self._address:
            if addr not in (None, self._address):
                raise ValueError(f"Invalid address: must be None or {self._address}")
            addr = self._address
        if self._lost:
            return
        if not self._buffer:
            try:
                return self._send(data, addr)
            except (BlockingIOError, InterruptedError):
                self._loop.add_writer(self._sock.fileno(), self._on_writable)
            except OSError as error:
                return self._protocol.error_received(error)
        self._buffer.append(_Datagram(data, addr))
        self._pause_if_full()

    def _on_writable(self):
        while self._buffer:
            datagram = self._buffer[0]
            try:
                self._send(datagram, datagram.address)
            except (BlockingIOError, InterruptedError):
                break
            except OSError as error:
                self._protocol.error_received(error)
            del self._buffer[0]
        self._resume_if_drained()
        if not self._buffer:
            self._loop.remove_writer(self._sock.fileno())
            if self._closing:
                self._lose(None)

    def close(self):
        if self._closing:
            return
        self._closing = True
        self._loop.remove_reader(self._sock.fileno())
        if not self._buffer:
            self._lose(None)

    def _unwatch(self):
        self._loop.remove_reader(self._sock.fileno())
        self._loop.remove_writer(self._sock.fileno())

    def _close_file(self):
        self._sock.close()


class _Datagram(bytes):
    def __new__(cls, data, address):
        self = bytes.__new__(cls, data)
        self.address = address
        return self


async def create_datagram_endpoint(loop, protocol_factory, local_addr=None, remote_addr=None, *, family=0,
                                   proto=0, flags=0, reuse_port=None, allow_broadcast=None, sock=None):
    if sock is None:
        if local_addr is None and remote_addr is None:
            if not family:
                raise ValueError("unexpected address family")
        given = remote_addr or local_addr
        is_path = isinstance(given, str)
        if is_path:
            family = socket.AF_UNIX
        elif given is not None:
            found = socket.getaddrinfo(*given[:2], family=family, type=socket.SOCK_DGRAM, proto=proto, flags=flags)
            family = found[0][0]
        sock = socket.socket(family, socket.SOCK_DGRAM, proto)
        try:
            sock.setblocking(False)
            if reuse_port:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            if allow_broadcast:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            if local_addr:
                sock.bind(_resolved(local_addr, family))
            if remote_addr:
                remote_addr = _resolved(remote_addr, family)
                if not allow_broadcast:
                    await loop.sock_connect(sock, remote_addr)
        except:
            sock.close()
            raise
    else:
        if sock.type & 0xF != socket.SOCK_DGRAM:
            raise ValueError(f"A datagram socket was expected, got {sock!r}")
        sock.setblocking(False)
    protocol = protocol_factory()
    waiter = loop.create_future()
    transport = _DatagramTransport(loop, sock, protocol, remote_addr, waiter)
    try:
        await waiter
    except:
        transport.close()
        raise
    return transport, protocol


def _resolved(address, family):
    if isinstance(address, str):
        return address
    return socket.getaddrinfo(*address[:2], family=family, type=socket.SOCK_DGRAM)[0][4]
