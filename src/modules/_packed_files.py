import _imp
import io
from importlib.resources.abc import Traversable, TraversableResources


class File(Traversable):
    """A packed file, or a folder of them."""

    def __init__(self, path):
        self._path = path

    @property
    def name(self):
        return self._path.rpartition("/")[2]

    def iterdir(self):
        inside = f"{self._path}/"
        names = {
            path.removeprefix(inside).partition("/")[0]: None
            for path in _imp._packed_names()
            if path.startswith(inside)
        }
        return (File(inside + name) for name in names)

    def is_dir(self):
        return any(path.startswith(f"{self._path}/") for path in _imp._packed_names())

    def is_file(self):
        return self._path in _imp._packed_names()

    def open(self, mode="r", *args, **kwargs):
        contents = _imp._packed_file(self._path)
        if contents is None:
            raise FileNotFoundError(self._path)
        stream = io.BytesIO(contents)
        return stream if "b" in mode else io.TextIOWrapper(stream, *args, **kwargs)


class Reader(TraversableResources):
    """The resources of a packed package."""

    def __init__(self, package):
        self._path = package.replace(".", "/")

    def files(self):
        return File(self._path)
