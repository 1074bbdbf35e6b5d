import typing
from typing import Any, Callable, ClassVar, Final, Generic, Literal, NamedTuple, NewType, Optional, Protocol, TypedDict, TypeVar, Union, cast, get_args, get_origin, get_type_hints, overload, runtime_checkable

print(Optional[int], Union[int, str], int | None, list[int], dict[str, list[int]], Callable[[int], str], Literal["a", 1], Any, tuple[int, ...], typing.List[int], typing.Dict[str, int])
T = TypeVar("T")
print(T, Union[int, int], Union[int, Union[str, int]], Optional[None], get_origin(list[int]), get_args(dict[str, int]), get_origin(Union[int, str]), get_args(Optional[int]))


class Stack(Generic[T]):
    limit: ClassVar[int] = 3

    def __init__(self) -> None:
        self.items: list[T] = []

    def push(self, x: T) -> None:
        self.items.append(x)


s = Stack[int]()
s.push(1)
print(s.items, Stack[int], Stack.__parameters__, s.__orig_class__)


class Emp(NamedTuple):
    name: str
    id: int = 3


print(Emp("bo"), Emp("bo").id, Emp._field_defaults, Emp.__annotations__)


class Movie(TypedDict, total=False):
    title: str
    year: int


m: Movie = {"title": "x"}
print(m, Movie.__annotations__, Movie(title="y"), Movie.__total__)


@runtime_checkable
class Closes(Protocol):
    def close(self) -> None: ...


class File:
    def close(self): ...


print("isinstance(File(), Closes) =", isinstance(File(), Closes))
print("isinstance(5, Closes) =", isinstance(5, Closes))
print("cast(int, \"x\") =", cast(int, "x"))
UserId = NewType("UserId", int)
print(UserId(5), UserId.__name__)
X: Final = 1


def f(a: int, b: "str" = "x") -> Optional[bool]: ...


print(get_type_hints(f), f.__annotations__)


@overload
def g(x: int) -> int: ...
def g(x):
    return x


print(g(5), typing.TYPE_CHECKING, isinstance(1, int | str), list[int]([1, 2]), type(list[int]).__name__, list[int] == list[int])
for bad in ("Union[5]", "Optional[1, 2]", "isinstance(1, list[int])", "Protocol()", "Any()"):
    try:
        eval(bad)
    except TypeError as error:
        print(str(error).split(" Got")[0])
