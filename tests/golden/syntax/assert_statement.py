assert True
assert 1 + 1 == 2, "never evaluated"
try:
    assert 0
except AssertionError as error:
    print(repr(error))
try:
    assert [], "empty"
except AssertionError as error:
    print(repr(error), error)
try:
    assert None, ("a", 1)
except AssertionError as error:
    print("error.args =", error.args)


def loud():
    print("message is evaluated")
    return "loud"


assert 1, loud()
try:
    assert not 1, loud()
except AssertionError as error:
    print(error)
print("__debug__ =", __debug__)
