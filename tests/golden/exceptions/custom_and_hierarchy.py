class AppError(Exception):
    """base"""


class NotFound(AppError, KeyError):
    def __init__(self, name, *rest):
        super().__init__(name, *rest)
        self.name = name

    def __str__(self):
        return f"{self.name} not found"


for kind in (AppError, KeyError, LookupError, Exception):
    try:
        raise NotFound("soup", 1)
    except kind as error:
        print(kind.__name__, error, repr(error), error.args, error.name)
print(str(Exception()), str(Exception(1)), str(Exception(1, "a")), repr(Exception("x")))
print(str(KeyError("k")), repr(KeyError("k")), str(KeyError()), KeyError("a", 1))
for cls in (ZeroDivisionError, IndexError, UnicodeDecodeError, FileNotFoundError, TimeoutError, StopAsyncIteration, ModuleNotFoundError, NotImplementedError, KeyboardInterrupt):
    print([c.__name__ for c in cls.__mro__])
print("issubclass(KeyboardInterrupt, Exception) =", issubclass(KeyboardInterrupt, Exception))
print("IOError is OSError =", IOError is OSError)
e = OSError(2, "gone", "file.txt")
print(e, e.errno, e.strerror, e.filename, type(e).__name__)
s = StopIteration("value")
print(s.value, SystemExit(3).code)
try:
    undefined
except NameError as error:
    print(error.name)
try:
    (1).foo
except AttributeError as error:
    print(error.name, error.obj)
