import os
import sys
import warnings


def show(name, function):
    try:
        print(name, function())
    except Exception as error:
        print(name, type(error).__name__, error)


os.environ["PYTHONBREAKPOINT"] = "0"
show("off:", lambda: breakpoint(1, a=2))
os.environ["PYTHONBREAKPOINT"] = "builtins.dict"
show("called:", lambda: breakpoint([(1, 2)], a=3))
os.environ["PYTHONBREAKPOINT"] = "len"
show("of builtins:", lambda: breakpoint("abc"))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for name in ["no.such.thing", "builtins.nothing", "nothing"]:
        os.environ["PYTHONBREAKPOINT"] = name
        show("unknown:", breakpoint)
for warning in caught:
    print(warning.category.__name__, warning.message)
sys.breakpointhook = lambda *args, **names: ("own", args, names)
show("own hook:", lambda: breakpoint(1, b=2))
del sys.breakpointhook
show("lost:", breakpoint)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    flag = True
    print("inverted:", ~flag, ~int(flag))
print("warned:", [warning.category.__name__ for warning in caught])
