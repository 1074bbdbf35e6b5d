import math

radius = 2
print(pi * radius**2)
print(math.sqrt(radius))
