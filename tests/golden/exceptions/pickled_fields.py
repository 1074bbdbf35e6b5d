# Fields of exceptions survive pickling and copying.
import copy
import pickle


class Own(ImportError):
    pass


own = Own("text", name="n")
own.more = 1
ERRORS = [
    OSError(2, "No", "file"), FileNotFoundError(2, "No", "one", None, "two"), OSError("a"), OSError(1, "b"),
    ImportError("m", name="n", path="p"), ImportError("m"), ModuleNotFoundError("m", name="n"), own,
    AttributeError("x", name="n"), NameError("y", name="n"),
]
for error in ERRORS:
    print("reduced", error.__reduce__())
    for again in (copy.copy(error), *(pickle.loads(pickle.dumps(error, p)) for p in (0, 2, 5))):
        fields = {name: getattr(again, name, "-") for name in ("args", "filename", "filename2", "name", "path", "more")}
        print("copied", type(again).__name__, fields)
try:
    open("/no/such/file")
except OSError as error:
    print("file", pickle.loads(pickle.dumps(error)))
