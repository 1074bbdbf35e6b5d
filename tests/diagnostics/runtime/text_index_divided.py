text = "hello"
middle = len(text) / 2
print(text[middle])
