def report(prices):
    total_price = sum(prices)
    print("Sum:", total_prise)


report([1, 2, 3])
