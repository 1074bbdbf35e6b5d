class Dog:
    def bark(self):
    def sit(self):
        pass
