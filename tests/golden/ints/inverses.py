# pow() with a negative exponent and a modulus.
NUMBERS = [(3, 7), (10, 17), (-4, 9), (7, -19), (0, 1), (2, 4), (5, 1), (5, 0), (3 ** 3000, 7 ** 2000),
           (5 ** 9000, 2 ** 20000 + 1), (-5 ** 9000, 2 ** 20000 + 1), (3 ** 4000, -(10 ** 3000 + 7)),
           (6 ** 4000, 9 ** 4000), (2 ** 40000 - 1, 2 ** 39999 + 1)]
for number, modulus in NUMBERS:
    for exponent in -1, -3:
        title = f"{number.bit_length()} bits ** {exponent} mod {modulus.bit_length()} bits"
        try:
            power = pow(number, exponent, modulus)
            print(title, power % 10 ** 12, power * number ** -exponent % modulus == 1 % modulus)
        except ValueError as error:
            print(title, error)
