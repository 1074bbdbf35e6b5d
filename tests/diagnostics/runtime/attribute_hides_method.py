class Dog:
    def __init__(self, name):
        self.name = name

    def name(self):
        return self.name


print(Dog("rex").name())
