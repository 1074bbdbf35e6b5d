class Greeter:
    def greet(name):
        print("Hello", name)


Greeter().greet("Ada")
