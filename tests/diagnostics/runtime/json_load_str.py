import json

print(json.load('{"a": 1}'))
