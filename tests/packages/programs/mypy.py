"""Types checked: generics, protocols, overloads, narrowing, async code, and the messages."""
import pathlib
from mypy import api

pathlib.Path("checked.py").write_text('''
import asyncio
from typing import Protocol, TypeVar, overload

class Sized(Protocol):
    def size(self) -> int: ...

class Box[T]:
    def __init__(self, item: T) -> None:
        self.item = item
    def size(self) -> int:
        return 1

def total(items: list[Sized]) -> int:
    return sum(item.size() for item in items)

@overload
def pick(x: int) -> str: ...
@overload
def pick(x: str) -> int: ...
def pick(x: int | str) -> int | str:
    return str(x) if isinstance(x, int) else len(x)

async def fetch(n: int) -> dict[str, int]:
    await asyncio.sleep(0)
    return {"n": n}

async def main() -> None:
    found = await asyncio.gather(fetch(1), fetch("2"))
    reveal_type(found)
    print(found[0]["n"] + "x")
    fetch(3)

reveal_type(Box(3).item)
reveal_type(pick("a"))
total([Box(1), 5])
def narrow(x: int | None) -> int:
    return x + 1 if x is not None else x
''')
output, errors, status = api.run(["--no-incremental", "--cache-dir=/dev/null", "--strict", "--enable-error-code=unused-coroutine", "checked.py"])
print(output, errors, "status:", status)
