# limits: heap=32M
# ends: heap memory
try:
    "a" * 10**9
except MemoryError:
    print("ESCAPED")
