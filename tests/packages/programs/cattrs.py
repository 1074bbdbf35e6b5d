"""Data to classes and back: unions, enums, hooks, renamed fields, collected errors."""
import enum
from datetime import date
from typing import Optional, Union
import cattrs
from attrs import define
from cattrs.gen import make_dict_unstructure_fn, override


class Color(enum.Enum):
    RED = "red"


@define
class Cat:
    name: str
    lives: int = 9


@define
class Dog:
    name: str
    barks: bool


@define
class Owner:
    pets: list[Union[Cat, Dog]]
    color: Color
    born: Optional[date] = None


converter = cattrs.Converter()
converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
converter.register_unstructure_hook(date, date.isoformat)
raw = {"pets": [{"name": "a", "lives": 7}, {"name": "b", "barks": True}], "color": "red", "born": "2000-01-02"}
owner = converter.structure(raw, Owner)
print("structured:", owner)
print("back:", converter.unstructure(owner) == raw)
converter.register_unstructure_hook(Cat, make_dict_unstructure_fn(Cat, converter, name=override(rename="n")))
print("renamed:", converter.unstructure(Cat("c")))
try:
    converter.structure({"pets": [], "color": "blue", "born": "x"}, Owner)
except cattrs.ClassValidationError as error:
    print("errors:", cattrs.transform_error(error))
