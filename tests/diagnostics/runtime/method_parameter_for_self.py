class Dog:
    def __init__(self):
        self.tricks = []

    def add(trick):
        self.tricks.append(trick)


Dog().add("sit")
