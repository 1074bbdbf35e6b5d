print("a starts")
import _cycle_b as b

value = "a after " + b.value
print("a ends")
