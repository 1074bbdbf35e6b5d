class Bank:
    def __init__(self):
        self.total = 0

def deposit(self, amount):
    self.total += amount

Bank().deposit(5)
