class Circle:
    @property
    def area(self):
        return 3.0


print(Circle().area())
