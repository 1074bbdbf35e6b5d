# limits: heap=32M
# ends: heap memory
[*range(10**10)]
