# clock: real
import multiprocessing
from multiprocessing import shared_memory


def child(queue, lock, value, array):
    with lock:
        value.value += 1
        array[1] = 9
    queue.put(("from child", value.value))


def answer(connection):
    connection.send({"a": [1, 2]})
    connection.send(("got", connection.recv()))
    connection.close()


def fill(name):
    memory = shared_memory.SharedMemory(name)
    memory.buf[:5] = b"child"
    memory.close()


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    queue, lock, value, array = context.Queue(), context.Lock(), context.Value("i", 5), context.Array("d", 3)
    process = context.Process(target=child, args=(queue, lock, value, array))
    process.start()
    print("queue", queue.get())
    process.join()
    print("exit", process.exitcode, value.value, list(array))
    ours, theirs = context.Pipe()
    process = context.Process(target=answer, args=(theirs,))
    process.start()
    print("pipe", ours.recv())
    ours.send("hi")
    print("pipe", ours.recv())
    process.join()
    memory = shared_memory.SharedMemory(create=True, size=100)
    process = context.Process(target=fill, args=(memory.name,))
    process.start()
    process.join()
    print("shared", bytes(memory.buf[:5]))
    memory.close()
    memory.unlink()
    event = context.Event()
    print("event", event.wait(0.01), event.set(), event.wait(1))
    process = context.Process(target=exit, args=(4,))
    process.start()
    process.join()
    print("status", process.exitcode)
