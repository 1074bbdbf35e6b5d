from abc import ABC, abstractmethod


class Shape(ABC):
    @abstractmethod
    def area(self): ...

    @property
    @abstractmethod
    def name(self): ...

    def describe(self):
        return f"{self.name}: {self.area()}"


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2

    name = "square"


class Half(Shape):
    def area(self):
        return 0


print(Square(3).describe())
for cls in (Shape, Half):
    try:
        cls()
    except TypeError as error:
        print(error)
print(sorted(Shape.__abstractmethods__), Half.__abstractmethods__)


class Duck:
    def __len__(self):
        return 3

    def __iter__(self):
        return iter("abc")

    def __contains__(self, x):
        return True


from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Sized

print("isinstance(Duck(), Iterable) =", isinstance(Duck(), Iterable))
print("isinstance(Duck(), Sized) =", isinstance(Duck(), Sized))
print("isinstance(Duck(), Sequence) =", isinstance(Duck(), Sequence))
print("isinstance([], Sequence) =", isinstance([], Sequence))
print("isinstance({}, Mapping) =", isinstance({}, Mapping))
print("isinstance(len, Callable) =", isinstance(len, Callable))
print("isinstance([], Hashable) =", isinstance([], Hashable))


@Shape.register
class Virtual: ...


print("issubclass(Virtual, Shape) =", issubclass(Virtual, Shape))
print("isinstance(Virtual(), Shape) =", isinstance(Virtual(), Shape))
