# limits: heap=32M
# ends: heap memory
set(range(10**9))
