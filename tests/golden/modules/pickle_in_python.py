"""Parts of `pickle` and `pathlib` that other packages build on: functions of the pickler in Python, slots of paths."""
import pickle, pathlib, io
print("protocol", pickle.DEFAULT_PROTOCOL, pickle.format_version, pickle.dumps([1])[:2] == pickle._dumps([1])[:2])
print("dotted name", pickle._getattribute(pathlib, "Path.cwd")[1].__name__, pickle._getattribute(pathlib, "Path")[1].__name__)
for name in ("Path.none", "f.<locals>.g"):
    try:
        pickle._getattribute(pathlib, name)
    except AttributeError as error:
        print("dotted name", str(error)[:40])


class Sorted(pickle._Pickler):
    """A pickler in Python that writes dictionaries in order."""

    def _batch_setitems(self, items):
        super()._batch_setitems(sorted(items))


def sorted_bytes(value):
    file = io.BytesIO()
    Sorted(file).dump(value)
    return file.getvalue()


print("sorted", sorted_bytes({"b": [1], "a": {2: 3, 1: 4}}) == sorted_bytes({"a": {1: 4, 2: 3}, "b": [1]}))


class Pure(pathlib.PurePath):
    __slots__ = ("note",)


class Both(Pure, pathlib.Path):
    __slots__ = (*pathlib.Path.__slots__,)


print("bases", [base.__name__ for base in Both.__mro__[:3]], pathlib.Path.__slots__)
