prices = {}
prices.soup = 4
