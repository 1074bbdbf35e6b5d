import collections, copy, functools, io, operator, pickle, sys, threading

for thing in (len, "abc".upper, str.upper, slice(1, None, 2), functools.partial(int, "ff", base=16), functools.partial(len),
              operator.itemgetter(1, 2), operator.attrgetter("a.b"), list[int], collections.defaultdict(int, {1: 2})):
    again = pickle.loads(pickle.dumps(thing))
    print(type(again).__name__, repr(again).split(" at 0x")[0], type(copy.deepcopy(thing)) is type(thing))
print(pickle.loads(pickle.dumps(functools.partial(int, "ff", base=16)))(), copy.copy(slice(3)))
for thing in (threading.Lock(), sys.stdout, (i for i in ()), sys, threading.Event()):
    for take_apart in (pickle.dumps, copy.deepcopy):
        try:
            take_apart(thing)
        except TypeError as error:
            print(error)
print(hasattr(collections.defaultdict, "default_factory"), collections.defaultdict(list).default_factory)


class Tagged(list):
    def __new__(cls, items=(), tag=None):
        self = super().__new__(cls, items)
        self.tag = tag
        return self


class Degrees(float):
    def __init__(self, value, unit="C"):
        self.unit = unit


print("Tagged([1, 2], tag=\"x\") =", Tagged([1, 2], tag="x"))
print("Tagged([1], tag=\"y\").tag =", Tagged([1], tag="y").tag)
print("Degrees(21.5, unit=\"F\") =", Degrees(21.5, unit="F"))
print("Degrees(21.5, unit=\"F\").unit =", Degrees(21.5, unit="F").unit)
for broken in (lambda: list(x=1), lambda: float(1, unit=2), lambda: print(sepp=""), lambda: int("1", bse=2)):
    try:
        broken()
    except TypeError as error:
        print(error)
buffer = io.BytesIO(b"png")
buffer.name = "picture.png"
print(buffer.name, buffer.read())
