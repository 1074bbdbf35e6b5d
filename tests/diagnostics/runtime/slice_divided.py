cards = ["seven", "eight", "jack", "queen"]
half = cards[:len(cards) / 2]
print(half)
