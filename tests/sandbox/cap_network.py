# prints: 7 denied
import asyncio, socket, urllib.request
doors = [
    lambda: socket.socket(),
    lambda: socket.create_connection(("127.0.0.1", 80)),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: socket.socketpair(),
    lambda: asyncio.run(asyncio.open_connection("127.0.0.1", 80)),
    lambda: asyncio.run(asyncio.start_server(print, "127.0.0.1", 0)),
    lambda: asyncio.run(asyncio.open_unix_connection("/tmp/none")),
]
denied = 0
for door in doors:
    try:
        found = door()
    except PermissionError:
        denied += 1
    else:
        print("ESCAPED", found)
print(denied, "denied")
