def greet(name="you", greeting):
    pass
