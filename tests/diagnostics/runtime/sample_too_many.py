import random

print(random.sample(["red", "blue"], 3))
