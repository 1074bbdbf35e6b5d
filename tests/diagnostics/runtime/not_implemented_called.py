class Shape:
    def area(self):
        raise NotImplemented("every shape has its own")


print(Shape().area())
