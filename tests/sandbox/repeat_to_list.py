# limits: heap=32M
# ends: heap memory
import itertools
list(itertools.repeat(1, 10**12))
