"""Numbers of combinations around the sizes of machine words, and divisors of numbers of several words."""
import math

for n, k in (60, 30), (61, 30), (66, 33), (67, 33), (68, 34), (128, 64), (131, 65), (132, 66), (140, 70), (2**47, 2), (2**47 - 1, 3), (2**60, 2), (2**100, 2):
    print(n, k, math.comb(n, k))
print(math.comb(3, 4), math.comb(5, 2**70), math.comb(2**47, 2**47), math.comb(2**47, 2**47 - 1), math.comb(True, 1))
print([sum(math.comb(n, k) for k in range(n + 1)) == 2**n for n in (50, 64, 100, 130, 200)].count(True), "rows")
for bits in 60, 100, 128, 129, 200, 500, 1000:
    common = 3**20 * (2**bits // 7)
    print(bits, math.gcd(common * 5**40, -common * 11**30) == common, math.gcd(2**bits + 1, 2**bits - 1), math.gcd(6**bits, 10**bits) == 2**bits)
    print(bits, math.gcd(0, common) == common, math.gcd(common, common * 2) == common, math.gcd(3**bits, 3**bits - 1))
