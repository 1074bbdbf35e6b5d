from collections import deque

latest = deque([3, 5, 8, 13], maxlen=4)
print(latest[1:3])
