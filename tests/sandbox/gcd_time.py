# limits: time=500ms heap=256M
# ends: time
import math
while True:
    math.gcd(3**400_000, 5**300_000)
