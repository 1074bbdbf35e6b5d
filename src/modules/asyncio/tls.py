"""TLS for the event loop: the library's protocol stands between a socket's transport and the program's protocol."""

import asyncio
import ssl as _ssl

from _asyncio import _EventLoop
from asyncio import sslproto
from asyncio.streams import StreamReaderProtocol


class _Settings:
    """What the arguments say about TLS."""

    def __init__(self, ssl, server_side=False, server_hostname=None, ssl_handshake_timeout=None,
                 ssl_shutdown_timeout=None):
        # Without a context, a client has one with the default settings.
        self.context = None if ssl is True else ssl
        self.server_side, self.server_hostname = server_side, server_hostname
        self.timeouts = {"ssl_handshake_timeout": ssl_handshake_timeout, "ssl_shutdown_timeout": ssl_shutdown_timeout}

    def protocol(self, loop, inner, waiter, **more):
        return sslproto.SSLProtocol(loop, inner, self.context, waiter, self.server_side, self.server_hostname,
                                    **self.timeouts, **more)


_NAMES = ("ssl", "server_hostname", "ssl_handshake_timeout", "ssl_shutdown_timeout")


def _split(options):
    """The options about TLS, and the others."""
    about = {name: options.pop(name) for name in _NAMES if name in options}
    return about, options


async def _connect(loop, protocol_factory, settings, connect):
    """Connects, and waits for the end of the handshake."""
    waiter, made = loop.create_future(), []

    def factory():
        protocol = protocol_factory()
        between = settings.protocol(loop, protocol, waiter)
        made.append((between._app_transport, protocol))
        return between

    try:
        await connect(factory)
        await waiter
    except BaseException:
        for transport, _ in made:
            transport.close()
        raise
    return made[0]


async def create_connection(loop, protocol_factory, host=None, port=None, **options):
    about, rest = _split(options)
    if about.get("server_hostname") is None:
        if not host:
            raise ValueError("You must set server_hostname when using ssl without a host")
        about["server_hostname"] = host
    settings = _Settings(**about)
    return await _connect(loop, protocol_factory, settings, lambda factory: (
        _EventLoop.create_connection(loop, factory, host, port, **rest)))


async def create_unix_connection(loop, protocol_factory, path=None, **options):
    about, rest = _split(options)
    if about.get("server_hostname") is None:
        raise ValueError("you have to pass server_hostname when using ssl")
    settings = _Settings(**about)
    return await _connect(loop, protocol_factory, settings, lambda factory: (
        _EventLoop.create_unix_connection(loop, factory, path, **rest)))


async def connect_accepted_socket(loop, protocol_factory, sock, **options):
    about, rest = _split(options)
    settings = _Settings(server_side=True, **about)
    return await _connect(loop, protocol_factory, settings, lambda factory: (
        _EventLoop.connect_accepted_socket(loop, factory, sock, **rest)))


def _server_factory(loop, protocol_factory, about):
    if isinstance(about["ssl"], bool):
        raise TypeError("ssl argument must be an SSLContext or None")
    settings = _Settings(server_side=True, **about)
    return lambda: settings.protocol(loop, protocol_factory(), None)


async def create_server(loop, protocol_factory, host=None, port=None, **options):
    about, rest = _split(options)
    factory = _server_factory(loop, protocol_factory, about)
    return await _EventLoop.create_server(loop, factory, host, port, **rest)


async def create_unix_server(loop, protocol_factory, path=None, **options):
    about, rest = _split(options)
    factory = _server_factory(loop, protocol_factory, about)
    return await _EventLoop.create_unix_server(loop, factory, path, **rest)


async def start_tls(loop, transport, protocol, sslcontext, *, server_side=False, server_hostname=None,
                    ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
    if not isinstance(sslcontext, _ssl.SSLContext):
        raise TypeError(f"sslcontext is expected to be an instance of ssl.SSLContext, got {sslcontext!r}")
    if not getattr(transport, "_start_tls_compatible", False):
        raise TypeError(f"transport {transport!r} is not supported by start_tls()")
    settings = _Settings(sslcontext, server_side, server_hostname, ssl_handshake_timeout, ssl_shutdown_timeout)
    waiter = loop.create_future()
    between = settings.protocol(loop, protocol, waiter, call_connection_made=False)
    result = between._app_transport
    # Data that arrives before the protocol knows its transport has to wait.
    transport.pause_reading()
    transport.set_protocol(between)
    steps = [loop.call_soon(between.connection_made, transport), loop.call_soon(transport.resume_reading)]
    try:
        await waiter
    except BaseException:
        transport.close()
        for step in steps:
            step.cancel()
        raise
    return result


# --- Streams --------------------------------------------------------------------------------------

async def _open(connect, limit):
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=limit, loop=loop)
    protocol = StreamReaderProtocol(reader, loop=loop)
    transport, _ = await connect(loop, lambda: protocol)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


async def open_connection(host=None, port=None, *, limit=65536, **options):
    return await _open(lambda loop, factory: loop.create_connection(factory, host, port, **options), limit)


async def open_unix_connection(path=None, *, limit=65536, **options):
    return await _open(lambda loop, factory: loop.create_unix_connection(factory, path, **options), limit)


def _stream_factory(loop, client_connected_cb, limit):
    def factory():
        reader = asyncio.StreamReader(limit=limit, loop=loop)
        return StreamReaderProtocol(reader, client_connected_cb, loop=loop)

    return factory


async def start_server(client_connected_cb, host=None, port=None, *, limit=65536, **options):
    loop = asyncio.get_running_loop()
    factory = _stream_factory(loop, client_connected_cb, limit)
    return await loop.create_server(factory, host, port, **options)


async def start_unix_server(client_connected_cb, path=None, *, limit=65536, **options):
    loop = asyncio.get_running_loop()
    factory = _stream_factory(loop, client_connected_cb, limit)
    return await loop.create_unix_server(factory, path, **options)


async def start_tls_of_writer(writer, sslcontext, server_hostname, handshake_timeout, shutdown_timeout):
    transport, protocol, reader, loop = writer._transport, writer._protocol, writer._reader, writer._loop
    await writer.drain()
    if protocol is None:
        # The transport feeds the reader itself; TLS comes between them.
        protocol = StreamReaderProtocol(reader, loop=loop)
        server_side = getattr(transport, "_server", None) is not None
    else:
        server_side = protocol._client_connected_cb is not None
    result = await loop.start_tls(transport, protocol, sslcontext, server_side=server_side,
                                  server_hostname=server_hostname, ssl_handshake_timeout=handshake_timeout,
                                  ssl_shutdown_timeout=shutdown_timeout)
    writer._transport, writer._protocol = result, protocol
    protocol._replace_transport(result)
