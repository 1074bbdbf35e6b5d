# limits: heap=32M
# ends: heap memory
"a".center(10**9)
