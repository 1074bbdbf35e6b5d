"""Models of version 1: coercion, validators, unions, settings of classes, JSON, schemas, errors."""
from datetime import datetime
from enum import Enum
from typing import Generic, Literal, Optional, TypeVar, Union
from pydantic import BaseModel, Field, ValidationError, conint, constr, root_validator, validator
from pydantic.dataclasses import dataclass
from pydantic.generics import GenericModel

T = TypeVar("T")


class Kind(str, Enum):
    a = "a"


class Inner(BaseModel):
    n: conint(gt=0)
    kind: Literal["x", "y"] = "x"


class Model(BaseModel):
    id: int
    name: constr(strip_whitespace=True, min_length=1) = "none"
    when: Optional[datetime]
    inner: list[Inner] = []
    either: Union[int, str, None] = Field(None, alias="Either", description="one of")
    kind: Kind = Kind.a

    class Config:
        allow_population_by_field_name = True

    @validator("name")
    def title(cls, value, values):
        return f"{value.title()}{values['id']}"

    @root_validator
    def whole(cls, values):
        if values.get("id") == 13:
            raise ValueError("unlucky")
        return values


class Page(GenericModel, Generic[T]):
    items: list[T]


@dataclass
class Point:
    x: int
    y: float = 0


model = Model(id="3", name=" bob ", when="2024-01-02T03:04:05Z", inner=[{"n": "4"}], Either="q")
print("model:", model)
print("json:", model.json(by_alias=True), Model.parse_raw(model.json(by_alias=True)).copy(update={"id": 9}).id)
for bad in ({}, {"id": "x", "inner": [{"n": 0, "kind": "z"}], "kind": "b"}, {"id": 13}):
    try:
        Model(**bad)
    except ValidationError as error:
        print("errors:", error.json(indent=None))
print("schema:", Model.schema_json())
print("generic:", Page[int](items=["1"]), Page[Inner].__name__, Point("1", y="2"))
