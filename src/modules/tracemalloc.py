__all__ = ["start", "stop", "is_tracing", "get_traced_memory", "reset_peak", "clear_traces", "get_traceback_limit",
           "get_tracemalloc_memory", "get_object_traceback", "take_snapshot"]

_base = _limit = None


def _resident():
    """The memory that the process holds, and the most that it has held, in bytes."""
    with open("/proc/self/status") as file:
        sizes = dict(line.split(":") for line in file)
    return tuple(int(sizes[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))


def start(nframe=1, /):
    """Start tracing: memory that the process already holds does not count."""
    global _base, _limit
    if nframe < 1:
        raise ValueError("the number of frames must be in range [1; 65535]")
    if _base is None:
        _base, _limit = _resident()[0], nframe


def stop():
    """Stop tracing."""
    global _base
    _base = None


def is_tracing():
    return _base is not None


def get_traced_memory():
    """The growth of the process since start(), and at its peak, in bytes: (current, peak)."""
    if _base is None:
        return 0, 0
    current, peak = _resident()
    return max(current - _base, 0), max(peak - _base, 0)


def reset_peak():
    pass


def clear_traces():
    pass


def get_traceback_limit():
    return _limit or 1


def get_tracemalloc_memory():
    return 0


def get_object_traceback(obj, /):
    return None


def take_snapshot():
    if _base is None:
        raise RuntimeError("the tracemalloc module must be tracing memory allocations to take a snapshot")
    raise NotImplementedError("tracemalloc.take_snapshot() is not supported: "
                              "allocations are not attributed to lines")


__import__("_types")._built_in(globals(), "clear_traces", "get_traceback_limit", "get_traced_memory", "get_tracemalloc_memory", "is_tracing",
          "reset_peak", "start", "stop")
