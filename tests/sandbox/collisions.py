# limits: time=1000ms instructions=1000000000000
# ends: time
set(n * (2**61 - 1) for n in range(10**6))
