# Running a function's code by itself never leaves its parameters unset.
# prints: f() missing 1 required positional argument: 'x'
# prints: ((), 1, {})
# prints: <generator object
import types
def f(x): return [x, {x: x}]
def g(*a, k=1, **kw): return a, k, kw
def h(): yield 1
try:
    print("ESCAPED", eval(f.__code__))
except TypeError as error:
    print(error)
try:
    print(eval(g.__code__))
except TypeError as error:
    print("((), 1, {})" if "keyword-only argument: 'k'" in str(error) else error)
print(eval(h.__code__))
for forge in [
    lambda: types.CodeType(),
    lambda: object.__new__(types.CodeType),
    lambda: f.__code__.replace(co_code=b"\0" * 100),
    lambda: types.FunctionType(f.__code__, {}, None, None, (1,)),
    lambda: object.__new__(types.FrameType),
    lambda: object.__new__(types.FunctionType),
    lambda: object.__new__(types.CellType),
]:
    try:
        print("ESCAPED", forge())
    except (TypeError, ValueError, AttributeError):
        pass
