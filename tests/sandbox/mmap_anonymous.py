# limits: heap=64M
# prints: began
print("began")
import mmap
kept = []
for _ in range(1000):
    try:
        kept.append(mmap.mmap(-1, 1 << 26))
        kept[-1][::4096] = bytes(len(kept[-1][::4096]))
    except (OSError, PermissionError, MemoryError, ValueError):
        break
if len(kept) > 1:
    print("ESCAPED", len(kept))
