# limits: heap=16M
# ends: heap memory
x = 3 ** 1000
while True:
    x *= x
