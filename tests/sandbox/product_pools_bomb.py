# limits: heap=64M
# ends: heap memory
import itertools
itertools.product(range(1000), range(1000), repeat=10**9)
