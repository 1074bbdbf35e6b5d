side = 9
print(sqrt(side))
