# input() flushes a replaced sys.stdout before it reads from a replaced sys.stdin.
import io
import sys


class Output(io.StringIO):
    def write(self, text):
        events.append(f"write {text}")
        return len(text)

    def flush(self):
        events.append("flush")


class Input(io.StringIO):
    def readline(self, *size):
        events.append("read")
        return super().readline(*size)


class Broken(Output):
    def flush(self):
        raise OSError("full")


old = sys.stdin, sys.stdout
for kind in (Output, Broken):
    events = []
    sys.stdin, sys.stdout = Input("line\n"), kind()
    answer = input("prompt")
    sys.stdin, sys.stdout = old
    print(kind.__name__, answer, events)
