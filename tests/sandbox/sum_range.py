# limits: time=300ms instructions=1000000000000
# ends: time
sum(range(10**12))
