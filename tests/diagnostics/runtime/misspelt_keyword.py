def greet(name, greeting="Hello", excited=False):
    print(greeting, name, "!" if excited else ".")


greet("Ada", greating="Hi")
