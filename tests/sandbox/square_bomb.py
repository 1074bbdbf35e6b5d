# limits: heap=64M
# ends: heap memory
x = 3 ** 1000
while True:
    x *= x
