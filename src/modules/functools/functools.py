__all__ = ['update_wrapper', 'wraps', 'WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES',
           'total_ordering', 'cache', 'cmp_to_key', 'lru_cache', 'reduce', 'partial',
           'partialmethod', 'singledispatch', 'singledispatchmethod', 'cached_property']

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__',
                       '__annotations__', '__type_params__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Update a wrapper function to look like the wrapped function"""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    # Last, so that it is not overwritten by an update of __dict__.
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Decorator factory to apply update_wrapper() to a wrapper function"""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


_SIGNS = {'__lt__': '<', '__le__': '<=', '__gt__': '>', '__ge__': '>='}


# Each operator in terms of another one: its result and whether equality must be asked too.

def _derive(name, root, negate, ask_equal, when_equal):
    def method(self, other):
        result = getattr(type(self), root)(self, other)
        if result is NotImplemented:
            return result
        if negate:
            result = not result
        if not ask_equal:
            return result
        if when_equal:
            return result or self == other
        return result and self != other
    method.__name__ = name
    rule = f'({"not " * negate}a {_SIGNS[root]} b)'
    if ask_equal:
        rule += ' or (a == b)' if when_equal else ' and (a != b)'
    method.__doc__ = f'Return a {_SIGNS[name]} b.  Computed by @total_ordering from {rule}.'
    return method


_DERIVED = {
    '__lt__': [('__gt__', True, True, False), ('__le__', False, True, True),
               ('__ge__', True, False, False)],
    '__le__': [('__ge__', True, True, True), ('__lt__', False, True, False),
               ('__gt__', True, False, False)],
    '__gt__': [('__lt__', True, True, False), ('__ge__', False, True, True),
               ('__le__', True, False, False)],
    '__ge__': [('__le__', True, True, True), ('__gt__', False, True, False),
               ('__lt__', True, False, False)],
}


def total_ordering(cls):
    """Class decorator that fills in missing ordering methods"""
    roots = {op for op in _DERIVED if getattr(cls, op, None) is not getattr(object, op, None)}
    if not roots:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    root = max(roots)
    for name, negate, ask_equal, when_equal in _DERIVED[root]:
        if name not in roots:
            method = _derive(name, root, negate, ask_equal, when_equal)
            method.__qualname__ = f'{cls.__qualname__}.{name}'
            setattr(cls, name, method)
    return cls


def __getattr__(name):
    # Made on first use: most programs do not read the statistics of a cache.
    global _CacheInfo
    if name == '_CacheInfo':
        from collections import namedtuple
        _CacheInfo = namedtuple('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'],
                                module='functools')
        return _CacheInfo
    import sys
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}', name=name, obj=sys.modules[__name__])


class _HashedSeq(list):
    """The arguments of a call as a key, hashed once."""

    __slots__ = "hashvalue"

    def __init__(self, tup, hash=hash):
        self[:] = tup
        self.hashvalue = hash(tup)

    def __hash__(self):
        return self.hashvalue


_KEYWORDS_FOLLOW = (object(),)


def _make_key(args, kwds, typed, kwd_mark=_KEYWORDS_FOLLOW, fasttypes={int, str}, tuple=tuple, type=type, len=len):
    """Make a cache key from optionally typed positional and keyword arguments."""
    key = args
    if kwds:
        key += kwd_mark
        for item in kwds.items():
            key += item
    if typed:
        key += tuple(map(type, (*args, *kwds.values())))
    elif len(key) == 1 and type(key[0]) in fasttypes:
        return key[0]
    return _HashedSeq(key)


def lru_cache(maxsize=128, typed=False):
    """Least-recently-used cache decorator.

    If *maxsize* is set to None, the LRU features are disabled and the cache
    can grow without bound. If *typed* is True, arguments of different types
    will be cached separately.
    """
    if isinstance(maxsize, int):
        if maxsize < 0:
            maxsize = 0
    elif callable(maxsize) and isinstance(typed, bool):
        # Used as a decorator without parentheses.
        function, maxsize = maxsize, 128
        wrapper = _lru_cache_wrapper(function, maxsize, typed)
        wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
        return update_wrapper(wrapper, function)
    elif maxsize is not None:
        raise TypeError('Expected first argument to be an integer, a callable, or None')

    def decorate(function):
        wrapper = _lru_cache_wrapper(function, maxsize, typed)
        wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
        return update_wrapper(wrapper, function)
    return decorate


def cache(user_function, /):
    """Simple lightweight unbounded cache.  Sometimes called "memoize"."""
    return lru_cache(maxsize=None)(user_function)


class partialmethod:
    """Method descriptor with partial application of the given arguments and keywords."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        cls = type(self)
        parts = [repr(self.func), *map(repr, self.args)]
        parts += [f'{name}={value!r}' for name, value in self.keywords.items()]
        return f'{cls.__module__}.{cls.__qualname__}({", ".join(parts)})'

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, '__get__', None)
        if get is not None and not isinstance(self.func, partial):
            bound = get(obj, cls)
            if bound is not self.func:
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)


def _unwrap_partial(func):
    """The function inside partial objects, for `inspect`."""
    while isinstance(func, partial):
        func = func.func
    return func


def _unwrap_partialmethod(func):
    """The function inside partial objects and partial methods, for `inspect`."""
    while True:
        inner = getattr(func, '__partialmethod__', func)
        if not isinstance(inner, (partial, partialmethod)):
            return func
        func = inner.func


def _c3_merge(sequences):
    """One order of classes that keeps the order of each sequence (the C3 rule)."""
    merged = []
    pending = [list(sequence) for sequence in sequences if sequence]
    while pending:
        for sequence in pending:
            first = sequence[0]
            if not any(first in other[1:] for other in pending):
                break
        else:
            raise RuntimeError('Inconsistent hierarchy')
        merged.append(first)
        pending = [rest for rest in ([c for c in sequence if c is not first] for sequence in pending) if rest]
    return merged


def _c3_mro(cls, abcs=None):
    """The method resolution order of a class, with abstract classes that it belongs to among its bases.

    An abstract class comes before the bases that are not abstract, at the class that introduces it.
    """
    bases = cls.__bases__
    abstract = [i for i, base in enumerate(bases) if hasattr(base, '__abstractmethods__')]
    boundary = abstract[-1] + 1 if abstract else 0
    abcs = list(abcs or ())
    added = [c for c in abcs if issubclass(cls, c) and not any(issubclass(base, c) for base in bases)]
    abcs = [c for c in abcs if c not in added]
    groups = [list(bases[:boundary]), added, list(bases[boundary:])]
    orders = [_c3_mro(base, abcs=abcs) for group in groups for base in group]
    return _c3_merge([[cls], *orders, *groups])


def _compose_mro(cls, types):
    """The order in which the implementations for `types` suit a class."""
    bases = set(cls.__mro__)
    related = [c for c in types if c not in bases and hasattr(c, '__mro__') and not hasattr(c, '__origin__')
               and issubclass(cls, c)]
    # Bases of others among them are included by these.
    related = [c for c in related if not any(c is not other and c in other.__mro__ for other in related)]
    ordered = []
    for each in related:
        found = [[c for c in derived.__mro__ if c in related] for derived in each.__subclasses__()
                 if derived not in bases and issubclass(cls, derived)]
        found.sort(key=len, reverse=True)
        for c in [c for order in found for c in order] if found else [each]:
            if c not in ordered:
                ordered.append(c)
    return _c3_mro(cls, abcs=ordered)


def _find_impl(cls, registry):
    """The implementation for a class: by its bases, and by the abstract classes it belongs to."""
    match = None
    for c in _compose_mro(cls, registry.keys()):
        if match is not None:
            if (c in registry and c not in cls.__mro__ and match not in cls.__mro__
                    and not issubclass(match, c)):
                raise RuntimeError(f'Ambiguous dispatch: {match} or {c}')
            break
        if c in registry:
            match = c
    return registry.get(match)


def _is_union(cls):
    if not hasattr(cls, '__args__'):
        return False
    from types import UnionType
    from typing import Union, get_origin
    return get_origin(cls) in (Union, UnionType)


def _dispatch_classes(cls):
    """The classes that a registration is for: one, or those of a union; none if it is no class."""
    if isinstance(cls, type) and not hasattr(cls, '__origin__'):
        return (cls,)
    if _is_union(cls):
        args = cls.__args__
        if all(isinstance(arg, type) for arg in args):
            return args
    return None


def singledispatch(func):
    """Single-dispatch generic function decorator.

    Transforms a function into a generic function, which can have different
    behaviours depending upon the type of its first argument.
    """
    registry = {}
    known = {}
    token = None
    funcname = getattr(func, '__name__', 'singledispatch function')

    def dispatch(cls):
        """generic_func.dispatch(cls) -> <function implementation>"""
        nonlocal token
        if token is not None:
            from abc import get_cache_token
            if token != get_cache_token():
                known.clear()
                token = get_cache_token()
        try:
            return known[cls]
        except KeyError:
            found = registry.get(cls) or _find_impl(cls, registry)
            known[cls] = found
            return found

    def register(cls, func=None):
        """generic_func.register(cls, func) -> func"""
        nonlocal token
        classes = _dispatch_classes(cls)
        if classes is not None:
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError('Invalid first argument to `register()`. '
                                f'{cls!r} is not a class or union type.')
            annotations = getattr(cls, '__annotations__', {})
            if not annotations:
                raise TypeError(f'Invalid first argument to `register()`: {cls!r}. '
                                'Use either `@register(some_class)` or plain `@register` '
                                'on an annotated function.')
            func = cls
            argname, cls = next(iter(annotations.items()))
            if isinstance(cls, str):
                from typing import get_type_hints
                argname, cls = next(iter(get_type_hints(func).items()))
            elif cls is None:
                cls = type(None)
            classes = _dispatch_classes(cls)
            if classes is None:
                if _is_union(cls):
                    raise TypeError(f'Invalid annotation for {argname!r}. '
                                    f'{cls!r} not all arguments are classes.')
                raise TypeError(f'Invalid annotation for {argname!r}. {cls!r} is not a class.')
        for each in classes:
            registry[each] = func
            if token is None and hasattr(each, '__abstractmethods__'):
                from abc import get_cache_token
                token = get_cache_token()
        known.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f'{funcname} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)

    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    from types import MappingProxyType
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = known.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """Single-dispatch generic method descriptor.

    Supports wrapping existing descriptors and handles non-descriptor
    callables as instance methods.
    """

    def __init__(self, func):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        from weakref import WeakKeyDictionary
        self.dispatcher = singledispatch(func)
        self.func = func
        # The methods of instances; None once one had no place here, which is so in CPython, too.
        self._method_cache = WeakKeyDictionary()

    def register(self, cls, method=None):
        """generic_method.register(cls, func) -> func"""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        made = self._method_cache
        if made is not None:
            try:
                return made[obj]
            except KeyError:
                pass
            except TypeError:
                made = self._method_cache = None
        dispatch = self.dispatcher.dispatch
        funcname = getattr(self.func, '__name__', 'singledispatchmethod method')

        def _method(*args, **kwargs):
            if not args:
                raise TypeError(f'{funcname} requires at least 1 positional argument')
            return dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        if made is not None:
            made[obj] = _method
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)


class cached_property:
    """A property whose value is computed once and then kept in the instance."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError('Cannot assign the same cached_property to two different names '
                            f'({self.attrname!r} and {name!r}).')

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError(
                'Cannot use cached_property instance without calling __set_name__ on it.')
        name = self.attrname
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} "
                            f'instance to cache {name!r} property.') from None
        if name in cache:
            return cache[name]
        value = self.func(instance)
        try:
            cache[name] = value
        except TypeError:
            raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance "
                            'does not support item assignment for caching '
                            f'{name!r} property.') from None
        return value

    __class_getitem__ = classmethod(lambda cls, item: __import__('types').GenericAlias(cls, item))
