name = "Ada"
print(t"hello {name}")
