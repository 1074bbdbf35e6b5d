# limits: heap=32M
# ends: heap memory
"%*d" % (10**9, 1)
