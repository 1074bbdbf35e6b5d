# limits: heap=32M
# ends: heap memory
((1, 2) * 10**8)
