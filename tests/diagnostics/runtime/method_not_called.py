name = "ada"
print(name.upper + "!")
