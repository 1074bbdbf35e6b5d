"""What a thread keeps in `threading.local` goes when the thread ends, before `join()` returns."""

import threading


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("dropped", self.name)


local = threading.local()
local.value = Noisy("main")


def work(name):
    local.value = Noisy(name)
    own = threading.local()
    own.value = Noisy(name + " own")
    del own
    print("works", name)


for name in "a", "b":
    thread = threading.Thread(target=work, args=(name,), name=name)
    thread.start()
    thread.join()
    print("joined", name)

print("main keeps", local.value.name)


class WithInit(threading.local):
    def __init__(self, start):
        self.start = Noisy(start)


other = WithInit("made")
thread = threading.Thread(target=lambda: print("sees", other.start.name), name="c")
thread.start()
thread.join()
del other
print("end")
