import random

print(random.choice({"a": 1}))
