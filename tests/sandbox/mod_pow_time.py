# limits: time=300ms instructions=1000000000000
# ends: time
pow(3, 10**100000, 10**100000 + 1)
