def area(width, height):
    return width * height

size = [2, 3]
print(area(**size))
