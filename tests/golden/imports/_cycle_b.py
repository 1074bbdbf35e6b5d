print("b starts")
import _cycle_a as a

print("a is partial:", hasattr(a, "value"))
value = "b"
