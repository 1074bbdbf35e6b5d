class Date:
    made = 0

    def __init__(self, y, m):
        self.y, self.m = y, m
        type(self).made += 1

    @classmethod
    def parse(cls, text):
        return cls(*map(int, text.split("-")))

    @staticmethod
    def leap(y):
        return y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)

    def __repr__(self):
        return f"{type(self).__name__}({self.y}, {self.m})"


class Sub(Date):
    @classmethod
    def parse(cls, text):
        return super().parse(text + "-1")


print(Date.parse("2024-5"), Sub.parse("1999"), Date.leap(2000), Date(1, 1).leap(1900))
print(Date.made, Sub.made, Sub(1, 2).parse("7"))
print("Date.parse.__self__ is Date =", Date.parse.__self__ is Date)
print("Sub.parse.__self__ is Sub =", Sub.parse.__self__ is Sub)
print(type(Date.__dict__["leap"]).__name__, type(Date.__dict__["parse"]).__name__)
f = Date.leap
print(f(4), Date.parse.__func__.__name__)
