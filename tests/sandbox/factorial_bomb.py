# limits: heap=64M
# ends: heap memory
import math
math.factorial(10**15)
