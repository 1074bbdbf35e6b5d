# __reduce_ex__ of objects whose arguments a program gives, and of namespaces.
import copyreg
import pickle
import types


def tried(what, result):
    class C:
        pass

    setattr(C, what, lambda self: result)
    try:
        maker, arguments, *rest = C().__reduce_ex__(2)
    except (TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return maker.__name__, [getattr(a, "__name__", a) for a in arguments], rest


for result in [(1, "a"), (), [1], "bad", None]:
    print("__getnewargs__", result, "->", tried("__getnewargs__", result))
for result in [((1,), {"a": 2}), ((1,), {}), ((), {}), (), ((1,),), "bad", ([1], {}), ((1,), "ab"), [(1,), {}]]:
    print("__getnewargs_ex__", result, "->", tried("__getnewargs_ex__", result))
for protocol in range(6):
    print(protocol, pickle.loads(pickle.dumps(types.SimpleNamespace(a=1, b=[2]), protocol)))


class Own(types.ModuleType):
    __dict__ = 8


try:
    dir(Own("own"))
except TypeError as error:
    print("dir:", error)


class Unsubscriptable(tuple):
    __class_getitem__ = None


try:
    Unsubscriptable[int]
except TypeError as error:
    print("__class_getitem__ = None:", str(error).endswith("is not subscriptable"))
for arguments in [("a", "b", "c", "d"), (1, "", "", 1)]:
    try:
        str(*arguments)
    except TypeError as error:
        print(error)
type Several[T, *Ts, **P] = tuple[T, *Ts]
print(Several.__parameters__, Several.__type_params__)


def frame_after_clear():
    x, y = 5, 6

    def inner():
        return x / 0

    inner()


try:
    frame_after_clear()
except ZeroDivisionError as error:
    traceback = error.__traceback__.tb_next
    frames = [traceback.tb_frame, traceback.tb_next.tb_frame]
print([sorted(frame.f_locals) for frame in frames])
for frame in frames:
    frame.clear()
print([dict(frame.f_locals) for frame in frames])
