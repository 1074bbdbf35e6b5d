import errno as _errno
import stat as _stat
from glob import _GlobberBase, _no_recurse_symlinks
from io import text_encoding as _text_encoding
from pathlib import Path as _Path, PurePath as _PurePath, UnsupportedOperation
from pathlib.types import _JoinablePath, _explode_path

__all__ = ["UnsupportedOperation"]

# Errors that mean that the file does not exist.
_ABSENT = {_errno.ENOENT, _errno.ENOTDIR, _errno.EBADF, _errno.ELOOP}


def _unsupported(owner, what):
    return UnsupportedOperation(f"{type(owner).__name__}.{what} is unsupported")


class ParserBase:
    """The part of os.path that pure paths need. Its methods are to be overridden."""

    @property
    def sep(self):
        """The character that separates the components of a path."""
        raise _unsupported(self, "sep")

    def join(self, path, *paths):
        """Join path components."""
        raise _unsupported(self, "join()")

    def split(self, path):
        """Split a path into a pair (head, tail), where tail is the part after the last separator."""
        raise _unsupported(self, "split()")

    def splitdrive(self, path):
        """Split a path into a pair (drive, tail)."""
        raise _unsupported(self, "splitdrive()")

    def splitext(self, path):
        """Split a path into a pair (root, extension)."""
        raise _unsupported(self, "splitext()")

    def normcase(self, path):
        """Normalize the case of a path."""
        raise _unsupported(self, "normcase()")

    def isabs(self, path):
        """Whether a path is absolute."""
        raise _unsupported(self, "isabs()")


class _Globber(_GlobberBase):
    """Selects paths by the methods of PathBase alone."""

    @staticmethod
    def lexists(path):
        return path.exists(follow_symlinks=False)

    @staticmethod
    def scandir(path):
        return ((child, child.name, child) for child in path.iterdir())

    @staticmethod
    def concat_path(path, text):
        return path.with_segments(str(path) + text)


class PurePathBase(_JoinablePath):
    """A base of pure paths, which only look at their text, in the syntax of a parser."""

    __slots__ = ("_raw_path", "_is_resolved")
    parser = ParserBase()

    def __init__(self, path, *paths):
        path = self.parser.join(path, *paths) if paths else path
        if not isinstance(path, str):
            raise TypeError(f"path should be a str, not {type(path).__name__!r}")
        self._raw_path = path
        # Whether this path contains no symbolic links.
        self._is_resolved = False

    def with_segments(self, *pathsegments):
        return type(self)(*pathsegments)

    def __str__(self):
        return self._raw_path

    def as_posix(self):
        """The text of the path with forward slashes."""
        return str(self).replace(self.parser.sep, "/")

    @property
    def drive(self):
        """The drive prefix, or ''."""
        return self.parser.splitdrive(self.anchor)[0]

    @property
    def root(self):
        """The root of the path, or ''."""
        return self.parser.splitdrive(self.anchor)[1]

    def _split_name(self):
        """The name without its last suffix, and the suffix. A dot at either end of a name begins none."""
        name = self.name
        dot = name.rfind(".")
        return (name[:dot], name[dot:]) if 0 < dot < len(name) - 1 else (name, "")

    @property
    def stem(self):
        """The final path component, minus its last suffix."""
        return self._split_name()[0]

    @property
    def suffix(self):
        """The final component's last suffix with its dot, or ''."""
        return self._split_name()[1]

    @property
    def suffixes(self):
        """The final component's suffixes, each with its dot."""
        name = self.name
        return [] if name.endswith(".") else ["." + suffix for suffix in name.lstrip(".").split(".")[1:]]

    def with_suffix(self, suffix):
        """The path with another suffix; '' removes it."""
        if suffix == ".":
            raise ValueError(f"Invalid suffix {suffix!r}")
        return super().with_suffix(suffix)

    @property
    def parent(self):
        """The logical parent of the path."""
        parent = super().parent
        parent._is_resolved = self._is_resolved
        return parent

    @property
    def _stack(self):
        """The anchor, and the components from the last to the first."""
        return _explode_path(str(self), self.parser.split)

    def _path_of(self, other):
        return other if isinstance(other, PurePathBase) else self.with_segments(other)

    def _remainders(self, other):
        """The differing parts after the common start with another path, last components first."""
        other = self._path_of(other)
        (anchor, parts), (other_anchor, other_parts) = self._stack, other._stack
        if anchor != other_anchor:
            raise ValueError(f"{str(self)!r} and {str(other)!r} have different anchors")
        while parts and other_parts and parts[-1] == other_parts[-1]:
            parts.pop()
            other_parts.pop()
        return parts, [part for part in other_parts if part not in ("", ".")]

    def relative_to(self, other, *, walk_up=False):
        """The path from another one to this one. Only walk_up allows '..' in it."""
        parts, missed = self._remainders(other)
        if missed and not walk_up:
            raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")
        if ".." in missed:
            raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        return self.with_segments("", *[".."] * len(missed), *reversed(parts))

    def is_relative_to(self, other):
        """Whether the path is another one or below it."""
        try:
            return not self._remainders(other)[1]
        except ValueError:
            return False

    def is_absolute(self):
        """Whether the path has a root, and a drive if the parser knows drives."""
        return self.parser.isabs(str(self))

    def _globber(self, case_sensitive, recursive, pedantic=False):
        if case_sensitive is None:
            case_sensitive = self.parser.normcase("Aa") == "Aa"
        return _Globber(self.parser.sep, case_sensitive, pedantic, recursive)

    def match(self, path_pattern, *, case_sensitive=None):
        """Whether the path ends with a pattern, in which '**' is as '*'."""
        pattern = self._path_of(path_pattern)
        (anchor, parts), (wanted_anchor, wanted) = self._stack, pattern._stack
        if not wanted_anchor and not wanted:
            raise ValueError("empty pattern")
        if wanted_anchor:
            wanted.append(wanted_anchor)
        if anchor:
            parts.append(anchor)
        if len(parts) < len(wanted) or (wanted_anchor and len(parts) > len(wanted)):
            return False
        globber = self._globber(case_sensitive, recursive=False)
        return all(globber.compile(pattern)(part) is not None for part, pattern in zip(parts, wanted))

    def full_match(self, pattern, *, case_sensitive=None):
        """Whether all of the path matches a pattern."""
        globber = self._globber(case_sensitive, recursive=True)
        return globber.compile(str(self._path_of(pattern)))(str(self)) is not None


class PathBase(PurePathBase):
    """A base of paths to files of any kind of file system. stat(), open() and iterdir() give most of the
    other methods; the rest is to be overridden, too."""

    __slots__ = ()
    _max_symlinks = 40

    def stat(self, *, follow_symlinks=True):
        """The state of the file, as os.stat() returns it."""
        raise _unsupported(self, "stat()")

    def lstat(self):
        """The state of the file, or of the symbolic link itself."""
        return self.stat(follow_symlinks=False)

    def _mode(self, follow_symlinks=True):
        """The mode of the file; None if there is none."""
        try:
            return self.stat(follow_symlinks=follow_symlinks).st_mode
        except OSError as error:
            if error.errno not in _ABSENT:
                raise
        except ValueError:
            # The system cannot have a file with this name.
            pass
        return None

    def _is(self, test, follow_symlinks=True):
        mode = self._mode(follow_symlinks)
        return mode is not None and test(mode)

    def exists(self, *, follow_symlinks=True):
        """Whether the path exists."""
        return self._mode(follow_symlinks) is not None

    def is_dir(self, *, follow_symlinks=True):
        """Whether the path is a directory."""
        return self._is(_stat.S_ISDIR, follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        """Whether the path is a regular file."""
        return self._is(_stat.S_ISREG, follow_symlinks)

    def is_symlink(self):
        """Whether the path is a symbolic link."""
        return self._is(_stat.S_ISLNK, follow_symlinks=False)

    def is_junction(self):
        """Whether the path is a junction."""
        return False

    def is_block_device(self):
        """Whether the path is a block device."""
        return self._is(_stat.S_ISBLK)

    def is_char_device(self):
        """Whether the path is a character device."""
        return self._is(_stat.S_ISCHR)

    def is_fifo(self):
        """Whether the path is a FIFO."""
        return self._is(_stat.S_ISFIFO)

    def is_socket(self):
        """Whether the path is a socket."""
        return self._is(_stat.S_ISSOCK)

    def is_mount(self):
        """Whether a file system is mounted at the path."""
        if not self.is_dir():
            return False
        own, parent = self.stat(), self.parent.stat()
        return own.st_dev != parent.st_dev or own.st_ino == parent.st_ino

    def samefile(self, other_path):
        """Whether another path leads to the same file."""
        own, other = self.stat(), self._path_of(other_path).stat()
        return (own.st_ino, own.st_dev) == (other.st_ino, other.st_dev)

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        """Open the file, as the function open() does."""
        raise _unsupported(self, "open()")

    def read_bytes(self):
        """The contents of the file as bytes."""
        with self.open(mode="rb") as file:
            return file.read()

    def read_text(self, encoding=None, errors=None, newline=None):
        """The contents of the file as text."""
        encoding = _text_encoding(encoding)
        with self.open(mode="r", encoding=encoding, errors=errors, newline=newline) as file:
            return file.read()

    def write_bytes(self, data):
        """Replace the contents of the file by bytes."""
        # Data of the wrong type leaves the file unchanged.
        data = memoryview(data)
        with self.open(mode="wb") as file:
            return file.write(data)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Replace the contents of the file by text."""
        if not isinstance(data, str):
            raise TypeError(f"data must be str, not {type(data).__name__}")
        encoding = _text_encoding(encoding)
        with self.open(mode="w", encoding=encoding, errors=errors, newline=newline) as file:
            return file.write(data)

    def iterdir(self):
        """The paths of the directory's entries, in any order."""
        raise _unsupported(self, "iterdir()")

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=True):
        """The existing paths below this one that match a relative pattern."""
        anchor, parts = self._path_of(pattern)._stack
        if anchor:
            raise NotImplementedError("Non-relative patterns are unsupported")
        start = self.joinpath("") if parts else self
        recursive = True if recurse_symlinks else _no_recurse_symlinks
        return self._globber(case_sensitive, recursive, case_sensitive is not None).selector(parts)(start)

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=True):
        """The existing paths anywhere below this one that match a relative pattern."""
        pattern = self._path_of(pattern)
        if pattern.anchor:
            raise NotImplementedError("Non-relative patterns are unsupported")
        pattern = self.with_segments("**", str(pattern))
        return self.glob(pattern, case_sensitive=case_sensitive, recurse_symlinks=recurse_symlinks)

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """Walk the directory tree from this directory, as os.walk() does."""
        # Directories to visit, and the results that follow their subdirectories.
        stack = [self]
        while stack:
            path = stack.pop()
            if isinstance(path, tuple):
                yield path
                continue
            directories, files = [], []
            try:
                for child in path.iterdir():
                    kind = directories if child.is_dir(follow_symlinks=follow_symlinks) else files
                    kind.append(child.name)
            except OSError as error:
                if on_error is not None:
                    on_error(error)
                continue
            if top_down:
                yield path, directories, files
            else:
                stack.append((path, directories, files))
            stack.extend(path / name for name in reversed(directories))

    def absolute(self):
        """An absolute form of the path, in which symbolic links stay."""
        raise _unsupported(self, "absolute()")

    @classmethod
    def cwd(cls):
        """The path of the working directory."""
        raise UnsupportedOperation(f"{cls.__name__}.cwd() is unsupported")

    def expanduser(self):
        """The path with '~' and '~user' replaced."""
        raise _unsupported(self, "expanduser()")

    @classmethod
    def home(cls):
        """The path of the user's home directory."""
        raise UnsupportedOperation(f"{cls.__name__}.home() is unsupported")

    def readlink(self):
        """The path that the symbolic link leads to."""
        raise _unsupported(self, "readlink()")

    def _beginning(self):
        """The absolute path that resolving starts at, as an anchor and a list of components."""
        anchor, _ = self._stack
        try:
            anchor, parts = self.with_segments(anchor).absolute()._stack
        except UnsupportedOperation:
            return anchor, []
        return anchor, parts[::-1]

    def resolve(self, strict=False):
        """The absolute path of the file without symbolic links and '..'."""
        if self._is_resolved:
            return self
        anchor, done = self._beginning()
        _, todo = self._stack
        links = 0
        asks = True
        while todo:
            part = todo.pop()
            if part in ("", "."):
                continue
            if part == "..":
                if done and done[-1] != "..":
                    done.pop()
                elif not anchor:
                    done.append(part)
                continue
            done.append(part)
            if not asks:
                continue
            path = self.with_segments(anchor, *done)
            path._is_resolved = True
            try:
                mode = path.stat(follow_symlinks=False).st_mode
                if _stat.S_ISLNK(mode):
                    links += 1
                    if links >= self._max_symlinks:
                        raise OSError(_errno.ELOOP, "Too many symbolic links in path", str(self))
                    target_anchor, target = path.readlink()._stack
                    if target_anchor:
                        anchor, done = target_anchor, []
                    else:
                        done.pop()
                    todo.extend(target)
                elif todo and not _stat.S_ISDIR(mode):
                    raise NotADirectoryError(_errno.ENOTDIR, "Not a directory", str(path))
            except UnsupportedOperation:
                asks = False
            except OSError:
                if strict:
                    raise
                asks = False
        return self.with_segments(anchor, *done)

    def symlink_to(self, target, target_is_directory=False):
        """Make this path a symbolic link to another one."""
        raise _unsupported(self, "symlink_to()")

    def hardlink_to(self, target):
        """Make this path a hard link to another one."""
        raise _unsupported(self, "hardlink_to()")

    def touch(self, mode=0o666, exist_ok=True):
        """Create the file if it is not there."""
        raise _unsupported(self, "touch()")

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Create a directory at the path."""
        raise _unsupported(self, "mkdir()")

    def rename(self, target):
        """Rename the file, and return its new path."""
        raise _unsupported(self, "rename()")

    def replace(self, target):
        """Rename the file, replacing what is there, and return its new path."""
        raise _unsupported(self, "replace()")

    def chmod(self, mode, *, follow_symlinks=True):
        """Change the permissions of the file."""
        raise _unsupported(self, "chmod()")

    def lchmod(self, mode):
        """Change the permissions of the file, or of the symbolic link itself."""
        self.chmod(mode, follow_symlinks=False)

    def unlink(self, missing_ok=False):
        """Remove the file."""
        raise _unsupported(self, "unlink()")

    def rmdir(self):
        """Remove the directory."""
        raise _unsupported(self, "rmdir()")

    def owner(self, *, follow_symlinks=True):
        """The name of the file's owner."""
        raise _unsupported(self, "owner()")

    def group(self, *, follow_symlinks=True):
        """The name of the file's group."""
        raise _unsupported(self, "group()")

    @classmethod
    def from_uri(cls, uri):
        """The path of a file URI."""
        raise UnsupportedOperation(f"{cls.__name__}.from_uri() is unsupported")

    def as_uri(self):
        """The path as a file URI."""
        raise _unsupported(self, "as_uri()")


PurePathBase.register(_PurePath)
PathBase.register(_Path)
