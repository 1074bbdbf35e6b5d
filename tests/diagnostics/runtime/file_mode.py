with open("notes.txt", "w") as file:
    print(file.read())
