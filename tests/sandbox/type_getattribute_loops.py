# limits: instructions=500000
# ends: instructions
class Meta(type):
    def __instancecheck__(cls, other):
        while True:
            pass
    __subclasscheck__ = __getattribute__ = __eq__ = __hash__ = __instancecheck__
class E(Exception, metaclass=Meta):
    pass
try:
    isinstance(1, E)
except BaseException:
    print("ESCAPED")
