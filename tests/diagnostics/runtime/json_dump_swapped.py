import json
import os

with open(os.devnull, "w") as file:
    json.dump(file, {"a": 1})
