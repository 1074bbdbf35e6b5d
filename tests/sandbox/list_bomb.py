# limits: heap=32M
# ends: heap memory
a = [0]
while True:
    a += a
