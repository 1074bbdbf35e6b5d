# limits: time=300ms heap=8000M instructions=1000000000000
# ends: time
a = 1 << 400_000_000
b = (1 << 200_000_000) - 1
a // b
