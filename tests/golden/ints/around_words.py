# Operators on ints around the sizes of machine words, and quotients of one word. A hash of the results of
# each operator stands for all of them.
import operator
import random

random.seed(5)
sizes = [10, 62, 63, 64, 65, 120, 126, 127, 128, 130, 500, 520]


def number():
    return random.getrandbits(random.choice(sizes)) * random.choice([1, -1])


pairs = [(number(), number()) for _ in range(4000)]
operators = [
    operator.add, operator.sub, operator.mul, operator.floordiv, operator.mod, divmod,
    operator.and_, operator.or_, operator.xor, operator.lt, operator.truediv,
]
for op in operators:
    result = 0
    for a, b in pairs:
        try:
            result = hash((result, op(a, b)))
        except ZeroDivisionError as error:
            result = hash((result, len(str(error))))
    print(op.__name__, result)
shifts = [(a, abs(b) % 200) for a, b in pairs]
print("lshift", hash(tuple(a << b for a, b in shifts)))
print("rshift", hash(tuple(a >> b for a, b in shifts)))
print("pow", hash(tuple(pow(a, 3, b) for a, b in pairs if b)))
for divisor in [10**40 + 1, 2**640, 2**640 - 1]:
    digits = 0
    for a in [1, 2, divisor - 1, divisor // 3]:
        for _ in range(50):
            quotient, a = divmod(a * 10, divisor)
            digits = hash((digits, quotient))
    print("digits", digits)
