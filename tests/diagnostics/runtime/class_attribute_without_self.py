class Counter:
    total = 0

    def add(self):
        total += 1


Counter().add()
