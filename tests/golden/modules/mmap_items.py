"""Items and slices of mapped memory, and what happens to them when it is closed."""
import mmap


class Closing:
    def __index__(self):
        memory.close()
        return 0


def shown(action):
    try:
        return repr(action())
    except (IndexError, TypeError, ValueError, OverflowError) as error:
        return f"{type(error).__name__}: {error}"


memory = mmap.mmap(-1, 16)
memory[:] = bytes(range(16))
print("length", len(memory))
print("items", memory[0], memory[-1], memory[True], shown(lambda: memory[16]), shown(lambda: memory[-17]))
print("kinds", shown(lambda: memory["a"]), shown(lambda: memory[1.0]), shown(lambda: memory[10 ** 30]))
print("slices", memory[2:5], memory[::-5], memory[-3:], memory[5:2], memory[::4], memory[100:])
print("slice kinds", shown(lambda: memory["a":]))
print("closing", shown(lambda: memory[Closing()]))
memory = mmap.mmap(-1, 16)
print("closing by slice", shown(lambda: memory[Closing():3]))
print("closed", shown(lambda: len(memory)), shown(lambda: memory[0]), shown(lambda: memory[:]))
