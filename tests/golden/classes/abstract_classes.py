# `isinstance` and `issubclass` take objects that are no classes but have `__bases__`.


class Like:
    def __init__(self, *bases):
        self._bases = bases

    def __getattr__(self, name):
        if name == "__bases__":
            return self._bases
        raise AttributeError(name)


class Instance:
    def __init__(self, cls):
        self._cls = cls

    @property
    def __class__(self):
        return self._cls


base, other = Like(), Like()
derived = Like(base)
deep = Like(Like(other, derived))
for name, cls in {"base": base, "other": other, "derived": derived, "deep": deep}.items():
    print(name, "is a base:", issubclass(cls, base), "| instance:", isinstance(Instance(cls), base))
print("against a class:", issubclass(deep, Like), "| a class against it:", issubclass(int, base))
print("in a tuple:", issubclass(derived, (other, base)))


class Loop:
    @property
    def __bases__(self):
        return (self, self)


def attempt(name, function):
    try:
        print(name, "|", function())
    except Exception as error:
        print(name, "|", type(error).__name__)


attempt("loop", lambda: issubclass(Loop(), int))
attempt("no bases", lambda: issubclass(object(), int))
attempt("wrong bases", lambda: isinstance(1, Like.__new__(Like)))
attempt("no class", lambda: isinstance(1, 5))
