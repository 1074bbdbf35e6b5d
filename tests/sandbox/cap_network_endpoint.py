# capabilities: connect=127.0.0.1:1
# prints: 5 denied, 2 refused
import asyncio, socket
def dial(address):
    s = socket.socket()
    s.connect(address)
def serve():
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
def listen():
    socket.socket().listen()
doors = [
    lambda: dial(("127.0.0.1", 1)),
    lambda: asyncio.run(asyncio.open_connection("127.0.0.1", 1)),
    lambda: dial(("127.0.0.1", 2)),
    lambda: dial(("127.0.0.2", 1)),
    lambda: asyncio.run(asyncio.open_connection("localhost", 2)),
    serve,
    listen,
]
denied = refused = 0
for door in doors:
    try:
        found = door()
    except PermissionError:
        denied += 1
    except ConnectionRefusedError:
        refused += 1
    else:
        print("ESCAPED", found)
print(denied, "denied,", refused, "refused")
