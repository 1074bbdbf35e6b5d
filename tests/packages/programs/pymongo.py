"""Documents encoded and decoded, object ids, and a client that finds no server."""
import asyncio
import datetime
import bson
from bson import ObjectId, decode, encode, json_util
from pymongo import ASCENDING, AsyncMongoClient, UpdateOne
from pymongo.errors import ServerSelectionTimeoutError

document = {
    "_id": ObjectId("0123456789ab0123456789ab"), "text": "é", "n": 2**40, "x": 1.5, "none": None, "b": b"\x00\x01",
    "when": datetime.datetime(2024, 1, 2, 3, 4, 5, 6000), "list": [1, {"a": True}], "re": bson.Regex("^a", "i"),
    "decimal": bson.Decimal128("1.50"),
}
data = encode(document)
print("bytes:", len(data), data[:20])
print("same:", decode(data) == document, json_util.dumps(document))
print("id:", document["_id"].generation_time, ObjectId.is_valid("x"))
print("update:", UpdateOne({"a": 1}, {"$set": {"b": 2}}, upsert=True))
for bad in ({"a": 2**70}, {"a\0b": 1}, {"a": object}):
    try:
        encode(bad)
    except (OverflowError, bson.errors.BSONError) as error:
        print("error:", type(error).__name__, str(error)[:40])


async def main():
    async with AsyncMongoClient("mongodb://127.0.0.1:1/", serverSelectionTimeoutMS=50) as client:
        print("names:", client.db.things.full_name, client.db.things.find({"a": 1}).sort("a", ASCENDING).limit(3).__class__.__name__)
        try:
            await client.db.things.find_one()
        except ServerSelectionTimeoutError as error:
            print("no server:", "refused" in str(error))


asyncio.run(main())
