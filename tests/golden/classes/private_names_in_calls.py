"""Private names are mangled as parameters, and not as keywords of calls."""


class Meta(type):
    def __new__(cls, name, bases, namespace, **options):
        print("options", options)
        return super().__new__(cls, name, bases, namespace)


class Account:
    def plain(self, __amount=2, *, __rate=3, **__more):
        return __amount, __rate, __more

    def calls(self):
        return dict(__a=1), dict(__a=1, **{"__b": 2}), (lambda **k: k)(*(), __c=3), str.format("{__x}", __x=5)

    def own(self):
        return self.plain(__rate=5), self.plain(_Account__rate=7, _Account__amount=1)

    class Inner(metaclass=Meta, __option=1):
        pass


print(Account().calls())
print(Account().own())
print(Account().plain(__amount=8))
print(Account.plain.__kwdefaults__, Account.plain.__code__.co_varnames)
