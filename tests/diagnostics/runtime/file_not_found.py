with open("file_not_fuond.py") as file:
    print(file.read())
