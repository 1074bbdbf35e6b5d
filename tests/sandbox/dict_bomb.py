# limits: heap=32M
# ends: heap memory
dict.fromkeys(range(10**9))
