# limits: time=300ms instructions=1000000000000
# ends: time
sum(iter(int, 1))
