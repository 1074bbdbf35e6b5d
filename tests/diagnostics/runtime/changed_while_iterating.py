stock = {"apple": 0, "pear": 4}
for name in stock:
    if stock[name] == 0:
        del stock[name]
