class Shelf:
    def __init__(self):
        self.books = ["Emma"]

shelf = Shelf()
print(shelf[0])
