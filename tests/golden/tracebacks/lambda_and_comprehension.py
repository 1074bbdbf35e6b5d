divide = lambda x: 10 // x
print([divide(x) for x in (5, 2, 0)])
