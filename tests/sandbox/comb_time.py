# limits: time=500ms heap=256M
# ends: time
import math
while True:
    math.comb(10**7, 5 * 10**6)
