name = "hob"
print(f"hello {name})
