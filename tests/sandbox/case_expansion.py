# limits: heap=64M
# ends: heap memory
a = "\u0390" * (8 * 10 ** 6)
a.upper().upper() + a.casefold()
