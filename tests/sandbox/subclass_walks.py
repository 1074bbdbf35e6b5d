# limits: heap=900M time=1000ms
# ends: time
class Base:
    pass
kept = [type(f"C{i}", (Base,), {}) for i in range(20000)]
while True:
    Base.attribute = 1
    Base.__len__ = lambda self: 1
    del Base.__len__
    Base.__subclasses__()
