# math.sumprod over ints, floats and what is neither, mixed: the types and the errors of the sums.
import math
from decimal import Decimal
from fractions import Fraction

cases = [
    ([], []),
    ([1, 2], [3, 4]),
    ([1.5], [2]),
    ([0.0], [0.0]),
    ([0], [0.0]),
    ([True], [2]),
    ([True, 1.0], [2.0, True]),
    ([10**30], [2]),
    ([2**62, 1], [4, 1]),
    ([1, 2.5, 3], [1, 2, 3]),
    ([1e308] * 3, [1.0] * 3),
    ([1e308, 1e308], [10.0, -10.0]),
    ([float('inf')], [0.0]),
    ([Fraction(1, 3), 1], [3, 2]),
    ([1.0, Fraction(1, 2)], [1, 2]),
    ([Decimal(1)], [1.0]),
    (['a'], [3]),
    ([1.0, 'a'], [1, 2]),
    ([1e16, 1.0, -1e16], [1, 1, 1]),
    ([0.1] * 10, [1] * 10),
    ([1], [1, 2]),
    (iter([1, 2]), iter([3, 4])),
    ([1.0, 10**400], [1.0, 2.0]),
    ([True, False], [True, True]),
    ([-0.0], [1.0]),
]
for p, q in cases:
    try:
        print(repr(math.sumprod(p, q)))
    except Exception as e:
        print(type(e).__name__, e)
