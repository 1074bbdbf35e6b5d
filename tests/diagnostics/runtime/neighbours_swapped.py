def greet(name):
    print("hello", nmae)


greet("Ada")
