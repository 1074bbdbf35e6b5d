import random

random.seed(42)
print("random.random() =", random.random())
print("random.random() =", random.random())
print("random.randint(1, 100) =", random.randint(1, 100))
print("random.randrange(0, 100, 5) =", random.randrange(0, 100, 5))
print("random.uniform(1, 2) =", random.uniform(1, 2))
print("random.choice(\"abcdef\") =", random.choice("abcdef"))
print("random.choices([1, 2, 3], k=5) =", random.choices([1, 2, 3], k=5))
print("random.sample(range(100), 4) =", random.sample(range(100), 4))
print("random.choices(\"ab\", weights=[1, 9], k=6) =", random.choices("ab", weights=[1, 9], k=6))
items = list(range(10))
random.shuffle(items)
print("items =", items)
print("random.getrandbits(16) =", random.getrandbits(16))
print("random.gauss(0, 1) =", random.gauss(0, 1))
print("random.normalvariate(0, 1) =", random.normalvariate(0, 1))
print("random.expovariate(1) =", random.expovariate(1))
print("random.triangular(0, 1) =", random.triangular(0, 1))
print("random.betavariate(1, 2) =", random.betavariate(1, 2))
r = random.Random(7)
print("[r.randint(0, 9) for _ in range(10)] =", [r.randint(0, 9) for _ in range(10)])
print("r.random() =", r.random())
state = r.getstate()
a = r.random()
r.setstate(state)
print("a == r.random() =", a == r.random())
print("random.Random(\"text\").random() =", random.Random("text").random())
print("random.Random(1.5).random() =", random.Random(1.5).random())
print("random.Random(b\"bytes\").random() =", random.Random(b"bytes").random())
print("random.Random(10**30).random() =", random.Random(10**30).random())
random.seed(1)
print([random.randrange(10**20) for _ in range(3)], random.randbytes(4), random.random())
for bad in ("random.choice([])", "random.randint(2, 1)", "random.sample([1], 2)", "random.randrange(0)"):
    try:
        eval(bad)
    except (IndexError, ValueError) as error:
        print(type(error).__name__, error)

# Generators are copied and pickled with their state, and take attributes.
import copy, pickle

dice = random.Random(7)
dice.sides = 6
dice.random()
twins = copy.deepcopy(dice), pickle.loads(pickle.dumps(dice)), copy.copy(dice)
print("dice.sides =", dice.sides)
print("len({generator.random() for generator in (dice, *twins)}) =", len({generator.random() for generator in (dice, *twins)}))
