"""What the constructors of exceptions take, keep and give up."""


def show(function, *args):
    try:
        print(repr(function(*args)))
    except BaseException as error:
        print(type(error).__name__, error)


for details in [(), (1, 2, 3), ("f", 2, 3, "t", 5), range(7), range(9), 5, ["f", 2, 3, "t"]]:
    show(SyntaxError, "message", details)
error = SyntaxError("message", ["f", 2, 3, "t"])
print(error.args, error.filename, error.lineno, error.text, error.end_lineno)
error.__init__("other")
print(error.args, error.msg)

error = UnicodeDecodeError("ascii", bytearray(b"\xff"), 0, 1, "reason")
print(error.args, error.object, error)
for kind in UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError:
    print(repr(str(kind.__new__(kind))))

error = BlockingIOError(1, "text", 3)
print(error.characters_written)
del error.characters_written
show(delattr, error, "characters_written")
show(getattr, error, "characters_written")
show(getattr, BlockingIOError("a", "b"), "characters_written")
show(setattr, error, "characters_written", "x")

error = ImportError("text", name="n", path="p")
error.__init__()
print("fields", error.name, error.path, error.msg)
error = AttributeError("text", name="n", obj=1)
error.__init__("other")
print(error.name, error.obj, error.args)


class Lazy:
    blech = None

    def __getattr__(self, name):
        raise AttributeError(name)

    @property
    def failing(self):
        raise AttributeError("failed")


for name in ["bluch", "failing"]:
    try:
        getattr(Lazy(), name)
    except AttributeError as error:
        print(error, error.name, type(error.obj).__name__)
