"""The call graph of tasks, as asyncio has it from Python 3.14 on."""

import dataclasses
import sys
import types

from asyncio import Future, Task, current_task, isfuture

__all__ = (
    'capture_call_graph',
    'format_call_graph',
    'print_call_graph',
    'FrameCallGraphEntry',
    'FutureCallGraph',
)


@dataclasses.dataclass(frozen=True, slots=True)
class FrameCallGraphEntry:
    """A frame in a call stack."""

    frame: types.FrameType


@dataclasses.dataclass(frozen=True, slots=True)
class FutureCallGraph:
    """A future or task, its call stack (innermost first), and the tasks that await it."""

    future: Future
    call_stack: tuple["FrameCallGraphEntry", ...]
    awaited_by: tuple["FutureCallGraph", ...]


def _stack_of(future, limit):
    """Return the frames of a task's coroutines, innermost first."""
    at = future.get_coro() if isinstance(future, Task) else None
    frames = []
    while at is not None:
        for frame, awaited in (("cr_frame", "cr_await"), ("gi_frame", "gi_yieldfrom"), ("ag_frame", "ag_await")):
            if hasattr(at, frame):
                if getattr(at, frame) is not None:
                    frames.append(getattr(at, frame))
                at = getattr(at, awaited)
                break
        else:
            break
    return _limited([FrameCallGraphEntry(frame) for frame in reversed(frames)], limit)


def _limited(entries, limit):
    if limit is None:
        return tuple(entries)
    if limit == 0:
        return ()
    return tuple(entries[:limit] if limit > 0 else entries[limit:])


def _awaiters():
    """Return the tasks that await each task."""
    import hob
    awaiters = {}
    for info in hob.tasks():
        for awaited in info.awaits:
            awaiters.setdefault(awaited, []).append(info.task)
    return awaiters


def _graph(future, awaiters, limit, path):
    if future in path:
        # Tasks that wait for each other: the cycle is followed only once.
        return FutureCallGraph(future, _stack_of(future, limit), ())
    path = path | {future}
    by = tuple(_graph(other, awaiters, limit, path) for other in awaiters.get(future, ()))
    return FutureCallGraph(future, _stack_of(future, limit), by)


def capture_call_graph(future=None, /, *, depth=1, limit=None):
    """Capture the async call graph for the current task or the provided future.

    The graph has the call stack of the task, and the tasks that await it with
    theirs. depth frames at the top of the stack are left out. limit is the
    number of entries of each stack: the newest if positive, the oldest if
    negative. None is returned outside of tasks.
    """
    if future is not None and not isfuture(future):
        raise TypeError(f"{future!r} object does not appear to be compatible with asyncio.Future")
    try:
        current = current_task()
    except RuntimeError:
        if future is None:
            raise RuntimeError("no event loop is running, and no future was given") from None
        current = None
    if future is None:
        future = current
    if future is None:
        return None
    if future is not current:
        return _graph(future, _awaiters(), limit, frozenset())
    # The frames of the running task are the running ones.
    frame = sys._getframe(depth)
    coroutine = future.get_coro()
    root = getattr(coroutine, "cr_frame", None)
    entries = []
    while frame is not None:
        entries.append(FrameCallGraphEntry(frame))
        if frame is root:
            break
        frame = frame.f_back
    awaiters = _awaiters()
    by = tuple(_graph(other, awaiters, limit, frozenset([future]))
               for other in awaiters.get(future, ()))
    return FutureCallGraph(future, _limited(entries, limit), by)


def format_call_graph(future=None, /, *, depth=1, limit=None):
    """Return the async call graph as a string: of the current task, or of future."""

    def render(graph, lines, level):
        def add(line):
            lines.append(level * "    " + line)

        if isinstance(graph.future, Task):
            add(f"* Task(name={graph.future.get_name()!r}, id={id(graph.future):#x})")
        else:
            add(f"* Future(id={id(graph.future):#x})")
        if graph.call_stack:
            add("  + Call stack:")
            for entry in graph.call_stack:
                frame = entry.frame
                code = frame.f_code
                kind = ""
                if code.co_flags & 0x200:
                    kind = "async generator "
                elif code.co_flags & 0x80:
                    kind = "async "
                elif code.co_flags & 0x20:
                    kind = "generator "
                add(f"  |   File {code.co_filename!r}, line {frame.f_lineno}, in {kind}{code.co_qualname}()")
        if graph.awaited_by:
            add("  + Awaited by:")
            for other in graph.awaited_by:
                render(other, lines, level + 1)

    graph = capture_call_graph(future, depth=depth + 1, limit=limit)
    if graph is None:
        return ""
    lines = []
    render(graph, lines, 0)
    return "\n".join(lines)


def print_call_graph(future=None, /, *, file=None, depth=1, limit=None):
    """Print the async call graph for the current task or the provided future."""
    print(format_call_graph(future, depth=depth + 1, limit=limit), file=file)
