# limits: time=300ms instructions=1000000000000
# ends: time
import sys
sys.set_int_max_str_digits(0)
int("9" * 10_000_000)
