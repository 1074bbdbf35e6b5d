"""Signed values, their age, other secrets, and values that were changed."""
import itsdangerous

signer = itsdangerous.URLSafeTimedSerializer("secret", salt="s")
token = signer.dumps({"id": 5, "list": [1, "é"]})
print("loaded:", signer.loads(token, max_age=60), token.count("."))
for name, bad in (("changed", token[:-2] + "xx"), ("cut", token[:10]), ("empty", "")):
    try:
        signer.loads(bad)
    except itsdangerous.BadData as error:
        print(name, type(error).__name__)
print("rotated:", itsdangerous.Signer(["old", "new"]).unsign(itsdangerous.Signer("old").sign(b"v")))
print("signed:", itsdangerous.Signer("k").sign("value"), itsdangerous.Serializer("k").dumps([1]))
