# limits: files=10
# capabilities: all
# ends: open files
# prints: closed
import os, socket
for _ in range(100):
    ends = os.pipe()
    copies = [os.dup(end) for end in ends]
    os.dup2(ends[0], copies[0])
    pair = socket.socketpair()
    with socket.socket() as one, os.fdopen(os.dup(ends[0])) as two:
        pass
    for end in pair:
        end.close()
    for number in [*ends, *copies]:
        os.close(number)
print("closed")
numbers = [*os.pipe()]
sockets = [socket.socket(), *socket.socketpair()]
numbers += [os.open("/", os.O_RDONLY), os.dup(numbers[0]), os.dup(sockets[0].fileno())]
file = open(numbers[0], "rb", closefd=False)
assert len(numbers) + len(sockets) + 1 == 9
for number in numbers:
    os.close(number)
numbers.clear()
print("closed")
sockets += [socket.socket() for _ in range(6)]
try:
    sockets.append(socket.socket())
finally:
    print("ESCAPED")
