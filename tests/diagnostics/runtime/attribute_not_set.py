class Account:
    def deposit(self, amount):
        self.balance += amount


Account().deposit(10)
