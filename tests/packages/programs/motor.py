"""The asyncio client's collections, cursors and their errors without a server."""
import asyncio
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import ServerSelectionTimeoutError


async def main():
    client = AsyncIOMotorClient("mongodb://127.0.0.1:1/", serverSelectionTimeoutMS=50)
    things = client.db["things"]
    print("name:", things.name, client.db.name, type(things.find()).__name__)
    for name, call in (("one", things.find_one({})), ("list", things.find().to_list(5)), ("insert", things.insert_one({"a": 1}))):
        try:
            await call
        except ServerSelectionTimeoutError as error:
            print(name, "refused" in str(error))
    client.close()


asyncio.run(main())
