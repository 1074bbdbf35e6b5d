"""Today's FastAPI on pydantic 2: models, errors, dependencies, the schema, and responses by orjson.

Needs stand-ins.
"""
import asyncio
import datetime
import json
import uuid
from typing import Annotated
import orjson
from fastapi import Body, Depends, FastAPI, Query, Response
from pydantic import BaseModel, ConfigDict, Field, computed_field, field_validator


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=2)
    price: float
    when: datetime.datetime | None = None
    tags: set[str] = set()

    @field_validator("price")
    @classmethod
    def positive(cls, value):
        if value < 0:
            raise ValueError("negative")
        return value

    @computed_field
    @property
    def cents(self) -> int:
        return round(self.price * 100)


app = FastAPI()


async def page(skip: Annotated[int, Query(ge=0)] = 0, limit: int = 10):
    return {"skip": skip, "limit": limit}


@app.post("/items", status_code=201)
async def create(item: Item, note: Annotated[str, Body()] = "none") -> dict[str, Item | str]:
    return {"item": item, "note": note}


@app.get("/pages")
async def pages(found: Annotated[dict, Depends(page)]):
    return found


@app.get("/raw")
async def raw():
    return Response(orjson.dumps({"id": uuid.UUID(int=5), "at": datetime.datetime(2024, 1, 2, tzinfo=datetime.timezone.utc)}), media_type="application/json")


async def ask(method, path, body=None):
    path, _, query = path.partition("?")
    data = json.dumps(body).encode() if body is not None else b""
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(), "headers": [(b"content-type", b"application/json")], "client": ("c", 1), "server": ("s", 1), "scheme": "http", "root_path": ""}
    parts = []

    async def receive():
        return {"type": "http.request", "body": data, "more_body": False}

    async def send(message):
        parts.append(message)

    await app(scope, receive, send)
    print(method, path, parts[0]["status"], b"".join(part.get("body", b"") for part in parts[1:]).decode())


async def main():
    await ask("POST", "/items", {"item": {"name": "ab", "price": "1.5", "when": "2024-01-02T03:04:05Z", "tags": ["x", "x"]}, "note": "n"})
    await ask("POST", "/items", {"item": {"name": "a", "price": -1, "more": 1}})
    await ask("GET", "/pages?skip=2")
    await ask("GET", "/pages?skip=-1&limit=x")
    await ask("GET", "/raw")
    await ask("GET", "/openapi.json")


asyncio.run(main())
