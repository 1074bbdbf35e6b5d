class Dog:
    def bark(self):
        print("Woof")


Dog.bark()
