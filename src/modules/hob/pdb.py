"""Tasks in pdb: `tasks`, `task NAME`, `up` to the waiter, and `await`."""

import ast
import inspect
import sys


def _infos():
    import hob
    return hob.tasks()


def _stack(task):
    """Return the frames of a suspended task with their lines, outermost first."""
    stack = []
    at = task.get_coro()
    while at is not None:
        for frame, awaited in (("cr_frame", "cr_await"), ("gi_frame", "gi_yieldfrom"), ("ag_frame", "ag_await")):
            if hasattr(at, frame):
                found = getattr(at, frame)
                # Coroutines in Rust have frames without source.
                if found is not None and found.f_code.co_filename != "<frozen asyncio>":
                    stack.append((found, found.f_lineno))
                at = getattr(at, awaited)
                break
        else:
            break
    return stack


def _running():
    """Return the task that runs, None outside of tasks."""
    import asyncio
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None


def _is_root(task, frame):
    return getattr(task.get_coro(), "cr_frame", None) is frame


def _state(info):
    if info.state == "waiting":
        return f"waiting for {info.waits_for}"
    if info.left is not None:
        return f"sleeping, {info.left:.1f} s left"
    return info.state


def _awaiting(source, mode):
    """Compile text that awaits; None for any other."""
    if "await" not in source and "async" not in source:
        return None
    try:
        compile(source, "<stdin>", mode)
    except SyntaxError:
        try:
            code = compile(source, "<stdin>", mode, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        except SyntaxError:
            return None
        return code if code.co_flags & inspect.CO_COROUTINE else None
    return None


def _run(coroutine):
    """Run a coroutine to its end, in the running loop or a new one."""
    import asyncio
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        async def main():
            return await coroutine
        return asyncio.run(main())
    return run_within(coroutine)


def extend(Pdb):
    """Return the debugger's class with commands for tasks."""

    class TaskPdb(Pdb):
        _own = None

        def setup(self, f, tb):
            super().setup(f, tb)
            self._own = None

        def do_tasks(self, arg):
            """tasks

            List the tasks that are not done, with the place and the
            wait of each.  The task that runs is marked with '>'.
            """
            if arg:
                self._print_invalid_arg(arg)
                return
            infos = _infos()
            if not infos:
                self.message("No tasks")
            for info in infos:
                place = f" at {info.file}:{info.line}" if info.file else ""
                mark = ">" if info.state == "running" else " "
                self.message(f"{mark} {info.name}: {info.function}(){place}: {_state(info)}")

        def do_task(self, arg):
            """task [name]

            Go to the stack of the task of this name, without one to the
            stack that runs.  The commands for stacks and expressions work
            there; stepping continues from where the program runs.
            """
            if self._own is None:
                self._own = (self.stack, len(self.stack) - 1)
            running = _running()
            found = [info.task for info in _infos() if info.name == arg]
            if not arg or found and found[0] is running:
                self.stack, number = self._own
                self._select_frame(number)
                return
            if not found:
                self.error(f"No task {arg!r}: 'tasks' lists them")
                return
            stack = _stack(found[0])
            if not stack:
                self.error(f"{arg} runs no code of the program's")
                return
            self.stack = stack
            self._select_frame(len(stack) - 1)

        def complete_task(self, text, line, begidx, endidx):
            return [info.name for info in _infos() if info.name.startswith(text)]

        def do_up(self, arg):
            awaiter = None if arg else self._awaiter()
            if awaiter is None:
                return super().do_up(arg)
            if self._own is None:
                self._own = (self.stack, len(self.stack) - 1)
            # Beyond the task's outermost coroutine are the waiters of the task.
            above = _stack(awaiter)
            self.stack = above + self.stack[self.curindex:]
            self._select_frame(len(above) - 1)

        do_up.__doc__ = (Pdb.do_up.__doc__ or "").rstrip() + """
        From the outermost coroutine of a task, it leads to the
        coroutine that awaits the task.
        """
        do_u = do_up

        def _awaiter(self):
            """Return the task that awaits the one whose outermost coroutine is shown."""
            if not self.curframe.f_code.co_flags & inspect.CO_COROUTINE:
                return None
            infos = _infos()
            shown = [info.task for info in infos if _is_root(info.task, self.curframe)]
            if not shown:
                return None
            waiting = [info.task for info in infos if shown[0] in info.awaits]
            return waiting[0] if waiting and _stack(waiting[0]) else None

        def default(self, line):
            source = line[1:].strip() if line[:1] == "!" else line
            code = _awaiting(source, "single")
            if code is None:
                return super().default(line)
            shown = sys.displayhook
            sys.displayhook = self.displayhook
            try:
                _run(eval(code, self.curframe.f_globals, self.curframe.f_locals))
            except BaseException:
                self._error_exc()
            finally:
                sys.displayhook = shown

        def _getval(self, arg):
            code = _awaiting(arg, "eval")
            if code is None:
                return super()._getval(arg)
            try:
                return _run(eval(code, self.curframe.f_globals, self.curframe.f_locals))
            except BaseException:
                self._error_exc()
                raise

    TaskPdb.__name__ = TaskPdb.__qualname__ = "Pdb"
    TaskPdb.__module__ = Pdb.__module__
    TaskPdb.__doc__ = Pdb.__doc__
    return TaskPdb
