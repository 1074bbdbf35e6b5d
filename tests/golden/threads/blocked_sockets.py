"""Threads that wait for sockets while the rest of the program sleeps."""

import asyncio
import socket
import threading
import time

listener = socket.create_server(("127.0.0.1", 0))


def serve():
    connection, _ = listener.accept()
    with connection:
        connection.sendall(connection.recv(10).upper())


async def main():
    for word in (b"soup", b"toast"):
        served = asyncio.create_task(asyncio.to_thread(serve))
        await asyncio.sleep(0.2)
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        writer.write(word)
        print("accepted after a sleep of the loop =", await reader.read())
        writer.close()
        await served


asyncio.run(main())
listener.close()

one, other = socket.socketpair()


def send_slowly():
    for letter in b"abc":
        time.sleep(0.1)
        other.sendall(bytes([letter]))


sender = threading.Thread(target=send_slowly)
sender.start()
print("received from a thread that sleeps =", [one.recv(1) for _ in range(3)])
sender.join()

inbox = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
inbox.bind(("127.0.0.1", 0))
inbox.settimeout(5)


def send_late():
    time.sleep(0.1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outbox:
        outbox.sendto(b"late", inbox.getsockname())


sender = threading.Thread(target=send_late)
sender.start()
print("datagram from a thread that sleeps =", inbox.recvfrom(10)[0])
sender.join()

start = time.monotonic()
inbox.settimeout(0.2)
sleeper = threading.Thread(target=time.sleep, args=(0.4,))
sleeper.start()
try:
    inbox.recv(10)
except TimeoutError as error:
    print("timeout beside a thread that sleeps =", error, round(time.monotonic() - start, 1))
sleeper.join()
print("the sleep has its own length =", round(time.monotonic() - start, 1))
