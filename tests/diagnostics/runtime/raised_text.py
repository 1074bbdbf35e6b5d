def withdraw(balance, amount):
    if amount > balance:
        raise "not enough money"


withdraw(10, 20)
