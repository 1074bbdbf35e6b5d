"""Files over the built-in transports."""

import asyncio
from asyncio import base_events, constants, transports


async def _sendfile_fallback(loop, transport, file, offset, count):
    if isinstance(transport, transports._FlowControlMixin):
        # One of the library's.
        return await base_events.BaseEventLoop._sendfile_fallback(loop, transport, file, offset, count)
    file.seek(offset)
    size, sent = constants.SENDFILE_FALLBACK_READBUFFER_SIZE, 0
    try:
        while count is None or sent < count:
            block = file.read(size if count is None else min(size, count - sent))
            if not block:
                break
            transport.write(block)
            sent += len(block)
            while transport.get_write_buffer_size() > size and not transport.is_closing():
                await asyncio.sleep(0.001)
            if transport.is_closing():
                raise ConnectionError("Connection closed by peer")
    finally:
        file.seek(offset + sent)
    return sent
