"""`functools.singledispatch` with abstract classes: their order, and ambiguities."""

import collections
import collections.abc
import functools

abc = collections.abc


def generic(*classes):
    @functools.singledispatch
    def function(argument):
        return "object"

    for each in classes:
        function.register(each, lambda argument, name=each.__name__: name)
    return function


def show(label, function, argument):
    try:
        print(label, "->", function(argument))
    except Exception as error:
        print(label, "!!", type(error).__name__, error)


class Both:
    def __len__(self):
        return 0

    def __iter__(self):
        return iter(())


class SizedOne(abc.Sized):
    def __len__(self):
        return 0


class IterableSized(abc.Iterable, abc.Sized):
    def __len__(self):
        return 0

    def __iter__(self):
        return iter(())


class SizedThenRegistered(abc.Sized):
    def __len__(self):
        return 0


abc.Iterable.register(SizedThenRegistered)


class Derived(SizedThenRegistered):
    pass


class WithContainer(Both):
    def __contains__(self, item):
        return True


class Mapped(abc.MutableMapping):
    __getitem__ = __setitem__ = __delitem__ = __len__ = lambda self, *a: 0

    def __iter__(self):
        return iter(())


ARGUMENTS = [[], {}, (), "", set(), Both(), SizedOne(), IterableSized(), SizedThenRegistered(), Derived(),
             WithContainer(), Mapped(), collections.OrderedDict(), collections.deque(), collections.ChainMap(), 1,
             iter([]), range(2), b""]
for classes in [(abc.Sized,), (abc.Sized, abc.Iterable), (abc.Iterable, abc.Sized), (abc.Container, abc.Sized),
                (abc.Mapping, abc.MutableMapping), (abc.MutableMapping, dict), (abc.Sequence, abc.Sized, list),
                (abc.Hashable, abc.Sized), (abc.Collection, abc.Sized), (abc.Set, abc.Collection, abc.Container)]:
    function = generic(*classes)
    names = "/".join(each.__name__ for each in classes)
    for argument in ARGUMENTS:
        show(f"{names} {type(argument).__name__}", function, argument)
