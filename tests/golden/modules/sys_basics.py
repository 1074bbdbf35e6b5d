import sys

print(sys.argv[0].endswith("sys_basics.py"), len(sys.argv), sys.maxsize, sys.version_info[:2], sys.version_info >= (3, 13), sys.version_info.major, sys.byteorder, sys.maxunicode)
print(sys.getrecursionlimit(), type(sys.path).__name__, "sys" in sys.modules, sys.modules["__main__"].__name__, sys.getdefaultencoding(), sys.platform in ("linux", "darwin"), sys.float_info.max, sys.int_info.bits_per_digit)
print("sys.stdin.read() == \"\", sys.stdout.writable(), sys.stderr... =", sys.stdin.read() == "", sys.stdout.writable(), sys.stderr.isatty(), sys.intern("a") is sys.intern("a"), sys.float_info.epsilon, sys.hash_info.width)


def f():
    frame = sys._getframe()
    return frame.f_code.co_name, frame.f_lineno, frame.f_back.f_code.co_name


print(f())
sys.setrecursionlimit(500)
print("sys.getrecursionlimit() =", sys.getrecursionlimit())


def depth(n=0):
    try:
        return depth(n + 1)
    except RecursionError as error:
        return str(error), n > 400


print(depth())
try:
    sys.setrecursionlimit(0)
except ValueError as error:
    print(error)


class Tee:
    def __init__(self, stream):
        self.stream, self.count = stream, 0

    def write(self, text):
        self.count += 1
        return self.stream.write(text.upper())

    def flush(self): ...


real, sys.stdout = sys.stdout, Tee(sys.stdout)
print("through", "tee")
count, sys.stdout = sys.stdout.count, real
print("count, sys.exc_info(), sys.__stdout__ is real =", count, sys.exc_info(), sys.__stdout__ is real)
