"""What of asyncio's tasks is simplest in the language."""

import linecache
import traceback



def create_eager_task_factory(custom_task_constructor):
    """Create a function suitable for use as a task factory on an event-loop.

    The tasks are made by `custom_task_constructor`, which takes what `asyncio.Task` takes.
    """

    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(coro, loop=loop, name=name, context=context, eager_start=True)

    return factory


def get_stack(task, limit):
    """The frames of a task that waits, or of the traceback of one that has failed."""
    coroutine = task.get_coro()
    frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None)
    frames = []
    if frame is not None:
        while frame is not None and (limit is None or len(frames) < limit):
            frames.append(frame)
            frame = frame.f_back
        frames.reverse()
    elif task._exception is not None:
        place = task._exception.__traceback__
        while place is not None and (limit is None or len(frames) < limit):
            frames.append(place.tb_frame)
            place = place.tb_next
    return frames


def print_stack(task, limit, file):
    """Print the stack or traceback of a task."""
    places = []
    for frame in task.get_stack(limit=limit):
        code, line = frame.f_code, frame.f_lineno
        linecache.checkcache(code.co_filename)
        text = linecache.getline(code.co_filename, line, frame.f_globals)
        places.append((code.co_filename, line, code.co_name, text))
    exception = task._exception
    what = "No stack" if not places else "Stack" if exception is None else "Traceback"
    print(f"{what} for {task!r}{' (most recent call last):' if places else ''}", file=file)
    # As in CPython, without a file the head goes to standard output and the rest to standard error.
    traceback.print_list(places, file=file)
    if exception is not None:
        for text in traceback.format_exception_only(type(exception), exception):
            print(text, file=file, end="")
