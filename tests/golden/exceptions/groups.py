eg = ExceptionGroup("many", [ValueError(1), TypeError(2), ExceptionGroup("inner", [ValueError(3), OSError(4)])])
print(eg, repr(eg), eg.message, len(eg.exceptions))
try:
    raise eg
except* ValueError as group:
    print("ValueErrors", repr(group))
except* OSError as group:
    print("OSErrors", repr(group))
except* TypeError as group:
    print("TypeErrors", repr(group))
else:
    print("no")
finally:
    print("finally")
try:
    try:
        raise ExceptionGroup("rest", [ValueError(1), KeyError(2)])
    except* ValueError:
        print("one handled")
except ExceptionGroup as rest:
    print("left:", repr(rest))
try:
    raise ValueError("naked")
except* ValueError as group:
    print(repr(group))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError:
        raise RuntimeError("from handler")
except Exception as error:
    print(repr(error), repr(error.__context__))
match, rest = eg.split(ValueError)
print(repr(match), repr(rest), sep="\n")
print(repr(eg.subgroup(OSError)), eg.subgroup(KeyError))
print(repr(eg.subgroup(lambda e: e.args == (2,))))
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
for bad in (lambda: ExceptionGroup("e", []), lambda: ExceptionGroup("e", [1]), lambda: ExceptionGroup("e", [KeyboardInterrupt()])):
    try:
        bad()
    except (TypeError, ValueError) as error:
        print(error)
try:
    pass
except* ValueError:
    print("no")
else:
    print("else ran")
