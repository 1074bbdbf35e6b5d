# limits: time=300ms heap=256M instructions=1000000000000
# ends: time
3 ** (10**9)
