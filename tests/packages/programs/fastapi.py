"""Paths, models, dependencies, background work, streams, WebSockets, errors and the schema."""
import asyncio
from typing import Optional
import httpx
from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, validator


class Item(BaseModel):
    name: str
    price: float
    tags: list[str] = []

    @validator("price")
    def positive(cls, value):
        if value < 0:
            raise ValueError("negative")
        return value


app = FastAPI()
log = []


async def resource(q: Optional[str] = None):
    yield {"q": q}
    log.append("released")


@app.get("/items/{item_id}")
async def read(item_id: int, found: dict = Depends(resource), n: int = Query(1, ge=1)):
    return {"id": item_id, **found, "n": n}


@app.post("/items", response_model=Item, status_code=201)
async def create(item: Item, background: BackgroundTasks):
    background.add_task(log.append, item.name)
    return item


@app.get("/sync")
def in_thread():
    return {"sync": True}


@app.get("/stream")
async def stream():
    async def lines():
        for n in range(3):
            yield f"{n}\n"
    return StreamingResponse(lines())


@app.get("/teapot")
async def teapot():
    raise HTTPException(418, detail="teapot", headers={"X-A": "b"})


REQUESTS = [
    ("GET", "/items/3?q=x", None), ("GET", "/items/a", None), ("GET", "/items/1?n=0", None),
    ("POST", "/items", {"name": "a", "price": 1.5}), ("POST", "/items", {"name": "a", "price": -1}),
    ("POST", "/items", {"nam": 1}), ("GET", "/sync", None), ("GET", "/stream", None),
    ("GET", "/teapot", None), ("GET", "/nope", None),
]


async def main():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://t") as client:
        for method, path, body in REQUESTS:
            reply = await client.request(method, path, json=body)
            print(method, path, reply.status_code, reply.text, reply.headers.get("x-a"))
        schema = (await client.get("/openapi.json")).json()
        print("schema:", sorted(schema["paths"]), sorted(schema["components"]["schemas"]))
    print("log:", log)


asyncio.run(main())
