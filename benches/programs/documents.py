# JSON documents: written, read, searched and changed.
import json

people = [
    {"id": n, "name": f"Person {n}", "email": f"p{n}@example.com", "scores": [n % 7, n % 11 / 2, None], "tags": {"a": n % 2 == 0, "ü": "x\n"}}
    for n in range(1500)
]


def depth(value):
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 0


def renamed(value):
    if isinstance(value, dict):
        return {key.upper(): renamed(item) for key, item in value.items()}
    return [renamed(item) for item in value] if isinstance(value, list) else value


for _ in range(6):
    text = json.dumps(people, indent=2, sort_keys=True)
    people = json.loads(text)
    even = [person for person in people if person["tags"]["a"] and person["scores"][0] > 2]
compact = json.dumps(renamed(even), separators=(",", ":"), ensure_ascii=False)
print(len(text), len(even), depth(people), len(compact), compact[:60])
print(json.loads("[1.5, 2e3]", parse_float=str), json.dumps({"set": {1}}, default=sorted))
