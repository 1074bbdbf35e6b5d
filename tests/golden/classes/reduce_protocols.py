# What `__reduce_ex__` gives for old and new protocols of pickle.
import copyreg
import pickle


class Plain:
    pass


class Ints(int):
    pass


class Slots:
    __slots__ = ("a",)


plain = Plain()
plain.spam = 42
number = Ints(-101)
number.name = "x"
for protocol in range(6):
    print("plain", protocol, plain.__reduce_ex__(protocol) == (
        (copyreg._reconstructor, (Plain, object, None), {"spam": 42}) if protocol < 2
        else (copyreg.__newobj__, (Plain,), {"spam": 42}, None, None)))
    print("int", protocol, number.__reduce_ex__(protocol) == (
        (copyreg._reconstructor, (Ints, int, -101), {"name": "x"}) if protocol < 2
        else (copyreg.__newobj__, (Ints, -101), {"name": "x"}, None, None)))
    again = pickle.loads(pickle.dumps(number, protocol))
    print("copy", protocol, again, again.name)
print("reduce", plain.__reduce__()[0] is copyreg._reconstructor)
slots = Slots()
slots.a = 1
for protocol in range(4):
    try:
        print("slots", protocol, slots.__reduce_ex__(protocol)[2])
    except TypeError as error:
        print("slots", protocol, error)
