price = "12"
total = 3 + price
print(total)
