prices = {"tea": 3, "cake": 4}
for dish, price in prices.iteritems():
    print(dish, price)
