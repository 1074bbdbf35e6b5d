import inspect


def f(a, b: int = 2, /, *args, c, d=4, **kw) -> str:
    """Docs."""


async def coroutine(): ...


class C:
    def method(self, x): ...


print(inspect.signature(f), inspect.signature(C), inspect.signature(C().method), inspect.signature(lambda x, *, y=1: 0))
print([(p.name, p.kind.name, p.default is p.empty) for p in inspect.signature(f).parameters.values()])
print(inspect.isfunction(f), inspect.isclass(C), inspect.iscoroutinefunction(coroutine), inspect.isgeneratorfunction(f), inspect.ismethod(C().method), inspect.isbuiltin(len), inspect.getdoc(f))
b = inspect.signature(f).bind(1, 2, 3, c=5, z=6)
print(b.args, b.kwargs, b.arguments)
try:
    inspect.signature(f).bind(1)
except TypeError as error:
    print(error)
c = coroutine()
print(inspect.iscoroutine(c), inspect.getcoroutinestate(c))
c.close()
print(inspect.getcoroutinestate(c), inspect.isawaitable(c), f.__code__.co_varnames, f.__code__.co_argcount, f.__code__.co_flags & 0x0C)
