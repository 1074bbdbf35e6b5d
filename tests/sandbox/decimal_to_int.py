# limits: heap=64M time=10000ms
# ends: heap memory
from decimal import Decimal
from fractions import Fraction
int(Decimal("1e999999999999999999"))
