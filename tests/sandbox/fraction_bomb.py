# limits: heap=64M time=10000ms
# ends: heap memory
from fractions import Fraction
Fraction("1e1000000000")
