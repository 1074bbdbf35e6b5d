# limits: heap=32M
# ends: heap memory
a = []
try:
    while True:
        a.append([])
except MemoryError:
    print("ESCAPED")
