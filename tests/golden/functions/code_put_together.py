# Code objects made anew of their attributes, as libraries do that send functions to other processes.
import asyncio
import types

PARTS = (
    "argcount posonlyargcount kwonlyargcount nlocals stacksize flags code consts names varnames filename name qualname "
    "firstlineno linetable exceptiontable freevars cellvars"
).split()


def copied(code, **changes):
    parts = [changes.get(part, getattr(code, "co_" + part)) for part in PARTS]
    return types.CodeType(*parts)


def scale(factor):
    def inner(a, /, b=2, *rest, c, **more):
        return a * factor + b + sum(rest) + c, more

    return inner


inner = scale(3)
made = types.FunctionType(copied(inner.__code__), globals(), "made", inner.__defaults__, inner.__closure__)
print(made(1, c=4), made(1, 2, 3, c=4, d=5))
renamed = copied(inner.__code__, name="other", qualname="q.other", filename="there.py", firstlineno=7)
print(renamed.co_name, renamed.co_qualname, renamed.co_filename, renamed.co_firstlineno)
print("equal:", copied(inner.__code__) == inner.__code__)


def numbers():
    for number in range(3):
        try:
            yield number
        finally:
            pass


async def answer():
    await asyncio.sleep(0)
    return 42


print("numbers:", list(types.FunctionType(copied(numbers.__code__), {"range": range})()))
print("answer:", asyncio.run(types.FunctionType(copied(answer.__code__), globals())()))
for arguments in ((), (1,) * 15, (1,) * 19):
    try:
        types.CodeType(*arguments)
    except TypeError as error:
        print(error)
