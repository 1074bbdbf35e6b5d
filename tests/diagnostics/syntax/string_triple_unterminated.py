def f():
    """Says hello.
    print("hello")

f()
