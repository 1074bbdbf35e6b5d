total = 0
for digit in 2026:
    total += digit
print(total)
