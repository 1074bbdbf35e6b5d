import warnings


def old():
    warnings.warn("old is old", DeprecationWarning, stacklevel=2)


warnings.warn("first")
for _ in range(3):
    old()
    warnings.warn("once for each place")
warnings.warn("another", RuntimeWarning)
warnings.warn("not shown", ImportWarning)
warnings.warn_explicit("explicit", UserWarning, "kitchen.py", 7)

with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    for _ in range(2):
        warnings.warn("recorded")
    old()
print([(str(w.message), w.category.__name__, w.lineno) for w in log])

with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        warnings.warn("raised")
    except UserWarning as error:
        print(repr(error))

with warnings.catch_warnings(action="ignore"):
    warnings.warn("ignored")

with warnings.catch_warnings():
    warnings.simplefilter("once")
    for _ in range(2):
        warnings.warn("shown once")
    warnings.warn("shown once")

print(warnings.formatwarning("text", UserWarning, "a.py", 3, "the_line()"), end="")
for wrong in (lambda: warnings.warn("x", int), lambda: warnings.simplefilter("sometimes"),
              lambda: warnings.simplefilter("error", lineno=-1)):
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


class Late(UserWarning):
    pass


warnings.warn(Late("an instance"))
warnings.showwarning = lambda message, category, *rest: print("hook:", message, category.__name__)
warnings.warn("to the hook")
