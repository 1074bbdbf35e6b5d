# Containers that outgrow the memory raise MemoryError and stay as they were.
import collections
import resource

resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
many = range(100_000_000)


def says(name, function):
    try:
        function()
        print(name, "fits")
    except (MemoryError, SystemError):
        # CPython forgets to say which of them a deque is about.
        print(name, "does not fit")


says("set", lambda: set(many))
says("deque", lambda: collections.deque(many))

kept = {}


def fill():
    for number in many:
        kept[number] = number


says("items one by one", fill)
print("goes on:", kept[0], kept[len(kept) - 1] == len(kept) - 1)
kept.clear()
kept["after"] = 1
print(kept)
