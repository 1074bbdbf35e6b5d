"""Exception groups, drawn as trees."""

import asyncio
import traceback


def error(kind, *args):
    try:
        raise kind(*args)
    except kind as raised:
        return raised


def plain():
    raise ExceptionGroup("plain", [ValueError(1), TypeError("two\nlines")])


def raised_members():
    raise ExceptionGroup("raised", [error(ValueError, 1), error(KeyError, "k")])


def nested():
    inner = ExceptionGroup("inner", [error(ValueError, 1), ExceptionGroup("empty one", [OSError(2, "no")])])
    raise ExceptionGroup("outer", [inner, error(TypeError, 2), inner])


def nested_last():
    inner = ExceptionGroup("inner", [ValueError(1)])
    raise ExceptionGroup("outer", [TypeError(2), inner])


def nested_raised():
    try:
        raise ExceptionGroup("inner", [error(ValueError, 1)])
    except ExceptionGroup as inner:
        kept = inner
    raise ExceptionGroup("outer", [kept, TypeError()])


def many():
    raise ExceptionGroup("many", [ValueError(i) for i in range(17)])


def sixteen():
    raise ExceptionGroup("sixteen", [ValueError(i) for i in range(16)])


def fifteen():
    raise ExceptionGroup("fifteen", [ValueError(i) for i in range(15)])


def deep():
    group = ValueError("bottom")
    for level in range(13):
        group = ExceptionGroup(f"level {level}", [group])
    raise group


def notes():
    member = ValueError("noted")
    member.add_note("a note\nof two lines")
    group = ExceptionGroup("group", [member])
    group.add_note("on the group")
    raise group


def chained():
    try:
        raise ExceptionGroup("first", [ValueError(1)])
    except ExceptionGroup as first:
        raise ExceptionGroup("second", [TypeError(2)]) from first


def in_context():
    try:
        raise ExceptionGroup("first", [ValueError(1)])
    except ExceptionGroup:
        raise KeyError("plain after group")


def group_after_plain():
    try:
        raise KeyError("plain")
    except KeyError:
        raise ExceptionGroup("after", [ValueError(1)])


def member_with_cause():
    member = ValueError("member")
    member.__cause__ = error(KeyError, "cause")
    raise ExceptionGroup("group", [member, TypeError("last")])


def base_group():
    raise BaseExceptionGroup("base", [KeyboardInterrupt(), SystemExit(3), GeneratorExit()])


def subclass():
    class Several(ExceptionGroup):
        def derive(self, members):
            return Several(self.message, members)

    raise Several("of my own", [ValueError(1), TypeError(2)])


def syntax_member():
    try:
        compile("x = (", "some.py", "exec")
    except SyntaxError as raised:
        kept = raised
    raise ExceptionGroup("with syntax", [kept])


def except_star():
    try:
        raise ExceptionGroup("mixed", [error(ValueError, 1), error(TypeError, 2), KeyError(3)])
    except* ValueError:
        raise RuntimeError("in handler")
    except* TypeError as group:
        raise


def except_star_rest():
    try:
        raise ExceptionGroup("mixed", [error(ValueError, 1), error(TypeError, 2)])
    except* ValueError:
        pass


def split():
    group = ExceptionGroup("mixed", [error(ValueError, 1), ExceptionGroup("in", [error(TypeError, 2), ValueError(3)])])
    matching, rest = group.split(ValueError)
    try:
        raise matching
    except ExceptionGroup:
        raise rest


def task_group():
    async def fails(number):
        await asyncio.sleep(0)
        raise ValueError(number)

    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(fails(1))
            group.create_task(fails(2))

    asyncio.run(main())


def task_group_body():
    async def fails():
        raise ValueError("task")

    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
            raise TypeError("body")

    asyncio.run(main())


def task_groups_nested():
    async def fails():
        raise ValueError("innermost")

    async def middle():
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())

    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(middle())

    asyncio.run(main())


for function in list(globals().values()):
    if callable(function) and function is not error:
        try:
            function()
        except BaseException:
            traceback.print_exc()
nested()
