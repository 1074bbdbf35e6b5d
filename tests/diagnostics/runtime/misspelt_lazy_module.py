import os

print(os.pth.join("a", "b"))
