try:
    x = 1
finally:
    x = 2
except ValueError:
    x = 3
