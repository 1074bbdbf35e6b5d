"""Classes that return to object's reduction, below bases that have their own."""
import copy
import datetime
import pickle


class Zone(datetime.tzinfo):
    def __init__(self, name):
        self.name = name

    __reduce__ = object.__reduce__


class Plain(datetime.tzinfo):
    def __init__(self, name="default"):
        self.name = name


class Given(datetime.tzinfo):
    def __init__(self, name):
        self.name = name

    def __getinitargs__(self):
        return (self.name,)


for zone in (Zone("own"), Plain("plain"), Given("given")):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        try:
            print(type(zone).__name__, protocol, pickle.loads(pickle.dumps(zone, protocol)).name)
        except TypeError as error:
            print(type(zone).__name__, protocol, "TypeError:", error)
    print(type(zone).__name__, "copied:", copy.copy(zone).name, copy.deepcopy(zone).name)
print("reduced:", Zone("x").__reduce_ex__(2)[0].__name__, Zone("x").__reduce_ex__(2)[2])
