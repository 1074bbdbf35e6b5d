prices = {"apple": 3, "pear": 4, "plum": 2}
basket = ["apple", "plumb"]
print(sum(prices[item] for item in basket))
