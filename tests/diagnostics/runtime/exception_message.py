try:
    int("x")
except ValueError as error:
    print(error.message)
