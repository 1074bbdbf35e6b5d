# limits: time=300ms instructions=1000000000000
# ends: time
a = 1 << 40_000_000
b = (1 << 20_000_000) - 1
a // b
