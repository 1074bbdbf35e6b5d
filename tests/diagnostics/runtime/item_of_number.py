year = 2026
print(year[0])
