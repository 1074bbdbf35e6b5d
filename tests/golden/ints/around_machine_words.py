"""Ints next to the sizes of machine words: text, radixes, hashes."""

for bits in (0, 1, 8, 47, 48, 61, 63, 64, 100, 127, 128, 129):
    for n in (2**bits - 1, -(2**bits), 2**bits):
        print(n, bin(n)[:12], oct(n), hex(n), hash(n), int(str(n)) == n, int(hex(n), 16) == n)
for digits in (18, 19, 37, 38, 39, 40):
    n = 10**digits
    print("10 **", digits, "=", n, str(n - 1), str(-n), int(str(n)) == n, int(str(1 - n)) == 1 - n)
print("with underscores =", int("1_000_000_000_000_000_000_000"), int(" -99_999_999_999_999_999_999 "))
mersenne = 2**61 - 1
print("modulus =", hash(mersenne), hash(mersenne + 1), hash(-mersenne), hash(mersenne**2), hash(mersenne * 3**90), hash(mersenne << 70))
for power in range(50, 700, 70):
    print("3 **", power, hash(3**power), hash(-(3**power)), "2 **", power, hash(2**power))
