"""Questions to the running program, and clocks and traces for tests.

The module belongs to Hob: in a program that also runs elsewhere, import it
where it is needed, or catch the ImportError.

    try:
        import hob
    except ImportError:
        hob = None
"""

import asyncio as _asyncio
import contextlib as _contextlib
import os as _os
import warnings as _warnings
from typing import Any, Callable, Coroutine, Iterator, NamedTuple, Optional

__all__ = [
    "BlockedLoopWarning", "DeadlockWarning", "OrderError", "TaskInfo", "advance", "explore",
    "on_blocked", "tasks", "trace", "tree", "virtual_clock", "waits_for",
]


class BlockedLoopWarning(RuntimeWarning):
    """A step of a task held up the event loop (see on_blocked)."""


class DeadlockWarning(RuntimeWarning):
    """Tasks wait for each other in a cycle, while others run."""


class TaskInfo(NamedTuple):
    """A task that is not done, at the moment of the question."""

    task: "_asyncio.Task[Any]"
    name: str
    function: str
    """The innermost function of the program's own that the task is in."""
    file: Optional[str]
    line: Optional[int]
    state: str
    """'running', 'ready', 'sleeping' or 'waiting'."""
    since: float
    """Seconds since the task last ran."""
    left: Optional[float]
    """Seconds until the end of the sleep."""
    waits_for: str
    """The object that it waits for, in words; empty if it does not wait."""
    awaits: "tuple[_asyncio.Task[Any], ...]"
    """The tasks whose end it awaits."""
    holder: "Optional[_asyncio.Task[Any]]"
    """The task that holds the lock it waits for."""
    made_by: Optional[str]
    """The name of the task that made it, if that is not done."""
    made_at: Optional[str]
    """The line that made it, as 'file.py:7'."""


def tasks() -> "list[TaskInfo]":
    """Return the tasks that are not done, of all loops, in the order of making."""
    return [TaskInfo(*row) for row in _tasks()]


def tree() -> str:
    """Return the tree of tasks as Ctrl-\\ shows it: places, waits, holders, circles."""
    return _tree()


def waits_for(task: "_asyncio.Task[Any]") -> Optional[str]:
    """Return what a task waits for, such as 'Lock (held by Task-2, taken at a.py:7)'.

    None for a task that does not wait: it runs, is ready, sleeps, or is done.
    """
    if not isinstance(task, _asyncio.Task):
        raise TypeError(f"a task was expected, not {type(task).__name__}")
    for info in tasks():
        if info.task is task:
            return info.waits_for or None
    return None


def on_blocked(
    seconds: Optional[float],
    callback: "Optional[Callable[[Optional[_asyncio.Task[Any]], float], object]]" = None,
) -> None:
    """Notice steps that hold up an event loop for at least that many seconds.

    callback(task, seconds) is called after each such step; task is None for a
    callback of the loop. Without a callback, BlockedLoopWarning is issued.
    on_blocked(None) ends it.
    """
    if seconds is not None and not seconds > 0:
        raise ValueError("seconds must be greater than 0")
    _on_blocked(seconds, callback or _warn_blocked)


def _warn_blocked(task: "Optional[_asyncio.Task[Any]]", seconds: float) -> None:
    who = task.get_name() if task is not None else "a callback"
    code = getattr(task.get_coro(), "cr_code", None) if task is not None else None
    message = f"{who} held up the event loop for {seconds:.3f} s"
    if code is None:
        _warnings.warn(message, BlockedLoopWarning, stacklevel=2)
    else:
        _warnings.warn_explicit(
            message, BlockedLoopWarning, code.co_filename, code.co_firstlineno)


@_contextlib.contextmanager
def virtual_clock() -> Iterator[None]:
    """Let sleeps and timeouts in a `with` block take no time.

    The clock of the whole program stands still while anything can run, and
    jumps to the next timer when nothing can. It is also a decorator.

        with hob.virtual_clock():
            asyncio.run(main())
    """
    was_virtual = _set_virtual(True)
    try:
        yield
    finally:
        _set_virtual(was_virtual)


async def advance(seconds: float) -> None:
    """Let this many seconds of a virtual clock pass, with everything that happens in them.

    Timers that are due meanwhile run at their time, and what they set off runs
    before this returns.
    """
    if not _is_virtual():
        raise RuntimeError("only a virtual clock can be advanced: see virtual_clock()")
    if seconds < 0:
        raise ValueError("time does not go back")
    await _asyncio.sleep(seconds)
    # Runs other tasks that are due at the same time, and those that they wake.
    for _ in range(3):
        await _asyncio.sleep(0)


class trace:
    """Record all that tasks do in a `with` block.

        with hob.trace() as t:
            asyncio.run(main())
        t.save("run.html")
    """

    def __init__(self) -> None:
        self._trace = None

    def __enter__(self) -> "trace":
        self._goes_on = _start_trace()
        return self

    def __exit__(self, *exception: object) -> None:
        self._trace = _end_trace(self._goes_on)

    def text(self, format: str = "lanes") -> str:
        """Return the trace as 'lanes', 'story', 'html', 'perfetto' or 'json'."""
        if self._trace is None:
            raise RuntimeError("the trace is complete when its `with` block has ended")
        return _show_trace(self._trace, format)

    def save(self, path: "str | _os.PathLike[str]", format: Optional[str] = None) -> None:
        """Write the trace to a file.

        The form is that of the file's name unless it is given: .html a page to
        step through, .json the events, .perfetto a trace for ui.perfetto.dev,
        .story the run in sentences, others lanes.
        """
        if format is None:
            ending = _os.path.splitext(path)[1][1:]
            format = ending if ending in ("html", "json", "perfetto", "story") else "lanes"
        text = self.text(format)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
