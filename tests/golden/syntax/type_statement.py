type Pair[T] = tuple[T, T]
print(Pair, Pair.__name__, Pair.__type_params__)
print(Pair.__value__)
type Later = Undefined
print(Later)
try:
    Later.__value__
except NameError as error:
    print(error)


def first[T](items: list[T]) -> T:
    return items[0]


print(first([1, 2]), first.__type_params__, first.__name__)


class Box[T: int]:
    def __init__(self, item: T):
        self.item = item

    def get(self) -> T:
        return self.item


print(Box(3).get(), Box.__type_params__, Box[int](4).item)
type = "still a name"
print(type)
