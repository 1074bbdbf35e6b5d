# limits: heap=32M
# ends: heap memory
try:
    f"{1:>1000000000}"
except MemoryError:
    print("ESCAPED")
