# prints: 2 denied
import sys
denied = 0
for door in [input, lambda: sys.stdin.read(), ]:
    try:
        print("ESCAPED", door())
    except PermissionError:
        denied += 1
print(denied, "denied")
