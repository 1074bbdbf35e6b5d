class Account:
    def __init__(self, balance):
        self._balance = balance

    @property
    def balance(self):
        return self.balance


print(Account(5).balance)
