class A:
    __secret = 1
    __dunder__ = 2

    def __init__(self):
        self.__x = 5
        self._y = 6

    def get(self):
        return self.__x, self.__secret, self.__dunder__

    def __hidden(self):
        return "hidden"

    def call(self):
        return self.__hidden()


a = A()
print(a.get(), a.call(), a.__dict__, A._A__secret, a._A__hidden())
try:
    a.__x
except AttributeError as error:
    print(error)


class B(A):
    def __init__(self):
        super().__init__()
        self.__x = 50


b = B()
print(b.get(), sorted(b.__dict__))


class _C:
    __v = 3

    def get(self):
        return _C.__v


print("_C().get() =", _C().get())
print("_C._C__v =", _C._C__v)
