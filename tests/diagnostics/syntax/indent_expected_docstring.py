def greet():
"""Says hello."""
    print("hello")
