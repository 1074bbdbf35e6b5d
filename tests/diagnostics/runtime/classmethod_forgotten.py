class Pizza:
    def __init__(self, size):
        self.size = size

    def large(cls):
        return cls(40)

print(Pizza.large())
