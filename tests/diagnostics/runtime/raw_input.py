name = raw_input("Who are you? ")
print("Hello", name)
