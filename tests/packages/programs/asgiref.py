"""Synchronous code called from coroutines and the other way round, locals, and servers' adapters."""
import asyncio
import threading
from asgiref.local import Local
from asgiref.sync import async_to_sync, iscoroutinefunction, sync_to_async
from asgiref.testing import ApplicationCommunicator
from asgiref.wsgi import WsgiToAsgi

main_thread = threading.current_thread()
state = Local()


@sync_to_async
def in_thread(x):
    state.x = x
    return threading.current_thread() is main_thread, x * 2


@async_to_sync
async def from_sync(x):
    state.x = "outer"
    found = await in_thread(x)
    return found, state.x


def wsgi(environ, start):
    start("200 OK", [("X-A", "1")])
    yield environ["PATH_INFO"].encode()


async def ask():
    scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": "/p", "query_string": b"", "headers": []}
    talk = ApplicationCommunicator(WsgiToAsgi(wsgi), scope)
    await talk.send_input({"type": "http.request", "body": b""})
    return [await talk.receive_output(), await talk.receive_output()]


print("sync:", from_sync(4))
print("marks:", iscoroutinefunction(in_thread), iscoroutinefunction(from_sync))
print("wsgi:", asyncio.run(ask()))


async def nested():
    return await sync_to_async(lambda: async_to_sync(asyncio.sleep)(0, "nested"))()


print("nested:", asyncio.run(nested()))
try:
    asyncio.run(sync_to_async(lambda: 1 / 0)())
except ZeroDivisionError as error:
    print("error:", error)
