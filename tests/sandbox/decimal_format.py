# limits: heap=64M time=10000ms
# ends: heap memory
from decimal import Decimal
f"{Decimal('1e999999999'):f}"
