# limits: heap=32M
# ends: heap memory
bytes(10**9)
