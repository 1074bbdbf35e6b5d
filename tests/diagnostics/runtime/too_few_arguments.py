def move(x, y, speed=1.0):
    return x * speed, y * speed


print(move(3))
