prices = [4, 2]
prices.currency = "euro"
