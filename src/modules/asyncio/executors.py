"""Where loops meet threads: executors, and futures of concurrent.futures."""

import asyncio
import contextvars
import functools
import types
from asyncio import _handoffs
from concurrent import futures


def new_default_executor():
    return futures.ThreadPoolExecutor(thread_name_prefix="asyncio")


def check_default_executor(executor):
    if not isinstance(executor, futures.ThreadPoolExecutor):
        raise TypeError("executor must be ThreadPoolExecutor instance")


def submit(loop, executor, function, /, *args):
    future = executor.submit(function, *args)
    if isinstance(future, futures.Future):
        note_work(executor, function, future)
    return wrap_future(future, loop)


def note_work(executor, function, future):
    while isinstance(function, functools.partial):
        of = function.func
        runs_in_context = (
            function.args
            and isinstance(of, (types.MethodType, types.BuiltinMethodType))
            and isinstance(of.__self__, contextvars.Context)
        )
        function = function.args[0] if runs_in_context else of
    if isinstance(function, types.MethodType):
        function = function.__func__
    name = type(function).__qualname__
    if isinstance(function, types.FunctionType):
        name = function.__qualname__
    elif name == types.BuiltinFunctionType.__qualname__:
        name = function.__qualname__
        if "." not in name and function.__module__ != "builtins":
            name = f"{function.__module__}.{name}"
    in_threads = isinstance(executor, futures.ThreadPoolExecutor)
    number = (_handoffs.to_thread if in_threads else _handoffs.to_process)(name)

    def on_end(future):
        if future.cancelled():
            outcome = "cancelled"
        else:
            error = future.exception()
            outcome = None if error is None else type(error).__qualname__
        back = _handoffs.back_from_thread if in_threads else _handoffs.back_from_process
        back(number, outcome)

    future.add_done_callback(on_end)


async def to_thread(function, args, kwargs):
    loop = asyncio.get_running_loop()
    context = contextvars.copy_context()
    call = functools.partial(context.run, function, *args, **kwargs)
    return await loop.run_in_executor(None, call)


async def shutdown_default_executor(loop, executor, timeout):
    import threading

    def shut_down():
        try:
            executor.shutdown(wait=True)
            if not loop.is_closed():
                loop.call_soon_threadsafe(_finish, future, None)
        except Exception as error:
            if not loop.is_closed() and not future.cancelled():
                loop.call_soon_threadsafe(future.set_exception, error)

    future = loop.create_future()
    thread = threading.Thread(target=shut_down)
    try:
        thread.start()
    except PermissionError:
        # Without permission to start threads, there are none to wait for.
        executor.shutdown(wait=True)
        return
    try:
        async with asyncio.timeout(timeout):
            await future
    except TimeoutError:
        import warnings
        warnings.warn("The executor did not finishing joining its threads within "
                      f"{timeout} seconds.", RuntimeWarning, stacklevel=2)
        executor.shutdown(wait=False)
    else:
        thread.join()


def wrap_future(future, loop):
    if not isinstance(future, futures.Future):
        raise AssertionError(f"concurrent.futures.Future is expected, got {future!r}")
    if loop is None:
        loop = asyncio.get_event_loop()
    wrapped = loop.create_future()

    def on_wrapped_done(wrapped):
        if wrapped.cancelled():
            future.cancel()

    def on_done(future):
        if wrapped.cancelled() and loop.is_closed():
            return
        loop.call_soon_threadsafe(copy_outcome)

    def copy_outcome():
        if wrapped.cancelled():
            return
        if future.cancelled():
            wrapped.cancel()
        elif (error := future.exception()) is not None:
            wrapped.set_exception(_converted(error))
        else:
            wrapped.set_result(future.result())

    wrapped.add_done_callback(on_wrapped_done)
    future.add_done_callback(on_done)
    return wrapped


def run_coroutine_threadsafe(coroutine, loop):
    future = futures.Future()

    def on_future_done(future):
        if future.cancelled():
            loop.call_soon_threadsafe(task.cancel)

    def on_task_done(task):
        if task.cancelled():
            future.cancel()
        if not future.set_running_or_notify_cancel():
            return
        if (error := task.exception()) is not None:
            future.set_exception(_converted(error))
        else:
            future.set_result(task.result())

    def start():
        nonlocal task
        try:
            task = asyncio.ensure_future(coroutine, loop=loop)
            task.add_done_callback(on_task_done)
            future.add_done_callback(on_future_done)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
            raise

    task = None
    loop.call_soon_threadsafe(start)
    return future


def _finish(future, result):
    if not future.cancelled():
        future.set_result(result)


def _converted(error):
    """An error of concurrent.futures, as asyncio's."""
    if type(error) is futures.CancelledError:
        return asyncio.CancelledError(*error.args).with_traceback(error.__traceback__)
    if type(error) is futures.InvalidStateError:
        return asyncio.InvalidStateError(*error.args).with_traceback(error.__traceback__)
    return error
