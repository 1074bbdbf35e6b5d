# limits: time=300ms instructions=1000000000000
# ends: time
import sys
sys.set_int_max_str_digits(0)
str((1 << 60_000_000) - 1)
