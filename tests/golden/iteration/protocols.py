class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        print("iter")
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print("list(Countdown(3)), max(Countdown(4)), [*Countdown(2)], 1... =", list(Countdown(3)), max(Countdown(4)), [*Countdown(2)], 1 in Countdown(3), dict(enumerate(Countdown(2))))
for x in Countdown(2):
    print(x)
a, b = Countdown(2)
print("a, b =", a, b)


class Sequence:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * i


print("list(Sequence()), 4 in Sequence(), 5 in Sequence(), list(... =", list(Sequence()), 4 in Sequence(), 5 in Sequence(), list(zip(Sequence(), "ab")), sum(Sequence()))


class Generated:
    def __iter__(self):
        yield 1
        yield 2

    def __reversed__(self):
        return iter([2, 1])

    def __len__(self):
        return 2


g = Generated()
print("list(g), list(g), list(reversed(g)), len(g), bool(g) =", list(g), list(g), list(reversed(g)), len(g), bool(g))


class BadIter:
    def __iter__(self):
        return 5


class NoNext:
    def __iter__(self):
        return self


for bad in (BadIter, NoNext, object):
    try:
        for x in bad():
            pass
    except TypeError as error:
        print(error)


class Raises:
    def __iter__(self):
        return self

    def __next__(self):
        raise KeyError("from next")


try:
    list(Raises())
except KeyError as error:
    print(repr(error))


class Len:
    def __len__(self):
        return -1


try:
    len(Len())
except ValueError as error:
    print(error)
print("list(map(None.__class__, [])), iter(g).__next__() =", list(map(None.__class__, [])), iter(g).__next__())
