"""Task factories whose tasks run at once up to their first wait."""


def create_eager_task_factory(custom_task_constructor):
    """Create a function suitable for use as a task factory on an event-loop.

    The tasks are made by `custom_task_constructor`, which takes what `asyncio.Task` takes.
    """

    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(coro, loop=loop, name=name, context=context, eager_start=True)

    return factory
