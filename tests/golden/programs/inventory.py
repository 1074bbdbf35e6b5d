from dataclasses import dataclass, field
from enum import Enum
from functools import reduce
from typing import Iterator


class Unit(Enum):
    PIECE = "pc"
    GRAM = "g"


class OutOfStock(Exception):
    def __init__(self, item, missing):
        super().__init__(f"{item.name}: {missing} {item.unit.value} missing")
        self.item = item


@dataclass(order=True)
class Item:
    name: str
    amount: int = field(compare=False)
    unit: Unit = field(default=Unit.PIECE, compare=False)

    def __sub__(self, n: int) -> "Item":
        if n > self.amount:
            raise OutOfStock(self, n - self.amount)
        return Item(self.name, self.amount - n, self.unit)

    def __format__(self, spec: str) -> str:
        return f"{self.amount}{self.unit.value} {self.name}" if spec == "long" else self.name


@dataclass
class Pantry:
    items: dict[str, Item] = field(default_factory=dict)

    def __iadd__(self, item: Item) -> "Pantry":
        self.items[item.name] = item
        return self

    def __iter__(self) -> Iterator[Item]:
        yield from sorted(self.items.values())

    def __contains__(self, name: str) -> bool:
        return name in self.items

    def __getitem__(self, name: str) -> Item:
        return self.items[name]

    def take(self, **wanted: int) -> None:
        taken = {name: self[name] - n for name, n in wanted.items()}
        self.items |= taken


pantry = Pantry()
for item in (Item("rice", 500, Unit.GRAM), Item("eggs", 6), Item("flour", 1000, Unit.GRAM)):
    pantry += item
print(*(f"{item:long}" for item in pantry), sep=", ")
for recipe in ({"eggs": 2, "flour": 300}, {"eggs": 5}, {"milk": 1}, {"rice": 500}):
    try:
        pantry.take(**recipe)
        print("cooked with", *(f"{pantry[name]}" for name in recipe))
    except OutOfStock as error:
        print("cannot cook:", error, repr(error.item))
    except KeyError as error:
        print("unknown", error)
print(pantry)
print("eggs" in pantry, "milk" in pantry, reduce(lambda total, item: total + item.amount, pantry, 0), max(pantry).name)
