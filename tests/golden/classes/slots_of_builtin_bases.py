"""Classes with `__slots__` that derive from built-in types take no other attributes."""

import copy
import pickle


def show(label, function):
    try:
        print(label, "->", function())
    except Exception as error:
        print(label, "!!", type(error).__name__, error)


class Items(list):
    __slots__ = ("mark", "other")


class More(Items):
    __slots__ = ("third",)


class Open(Items):
    pass


items = Items([1, 2])
show("other name", lambda: setattr(items, "name", 1))
items.mark = 5
show("slot", lambda: items.mark)
show("empty slot", lambda: items.other)
show("dict", lambda: items.__dict__)
show("set dict", lambda: setattr(items, "__dict__", {}))
show("has dict", lambda: hasattr(items, "__dict__"))
show("vars", lambda: vars(items))
show("state", lambda: items.__getstate__())
show("dir", lambda: [name for name in dir(items) if not name.startswith("_") and name not in dir(list)])
for copied in (copy.copy(items), copy.deepcopy(items), pickle.loads(pickle.dumps(items))):
    show("copy", lambda: (copied, copied.mark, type(copied).__name__))
del items.mark
show("deleted", lambda: items.mark)
show("delete again", lambda: delattr(items, "mark"))
more = More()
for name in ("mark", "third", "fourth"):
    show(f"more {name}", lambda: setattr(more, name, name))
show("more", lambda: (more.mark, more.third))
opened = Open()
opened.anything = 1
opened.mark = 2
show("open", lambda: (opened.anything, opened.mark))
for base in (list, dict, set, frozenset, bytearray, float, complex, str, Exception, object):
    made = type("Made", (base,), {"__slots__": ("slot",)})()
    made.slot = 3
    show(f"{base.__name__} slot", lambda: made.slot)
    if base is not Exception:
        show(f"{base.__name__} other", lambda: setattr(made, "name", 1))
for _ in range(3):
    try:
        items.late = 1
        print("late: stored")
    except AttributeError as error:
        print("late:", error)
