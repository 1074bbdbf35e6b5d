"""Sockets for the event loop: what stands on add_reader and add_writer."""

import asyncio
import socket

_CHUNK = 256 * 1024


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
