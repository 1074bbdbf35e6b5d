class Dog:
    name = "rex"
print(Dog().name())
