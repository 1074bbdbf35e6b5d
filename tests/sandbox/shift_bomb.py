# limits: heap=32M
# ends: heap memory
1 << 10**10
