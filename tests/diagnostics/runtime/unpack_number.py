first, second = 5
