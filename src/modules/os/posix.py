import sys


def __getattr__(name):
    import os
    if name == "environ":
        return os.environb
    if not name.startswith("__") and name not in _OF_OS and hasattr(os, name):
        return getattr(os, name)
    raise AttributeError(f"module 'posix' has no attribute {name!r}", name=name, obj=sys.modules[__name__])


def __dir__():
    import os
    names = {name for name in dir(os) if not name.startswith("_")} - _OF_OS
    return [*globals(), *names, "environ"]


# Written in Python in CPython, above its `posix`.
_OF_OS = frozenset("""MutableMapping PathLike Mapping GenericAlias P_NOWAIT P_NOWAITO P_WAIT SEEK_CUR SEEK_END SEEK_SET abc
altsep curdir defpath devnull environb execl execle execlp execlpe execvp execvpe extsep fdopen fsdecode fsencode fwalk
get_exec_path getenv getenvb linesep makedirs name pardir path pathsep popen process_cpu_count
removedirs renames sep spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe st supports_bytes_environ
supports_dir_fd supports_effective_ids supports_fd supports_follow_symlinks sys walk""".split())
