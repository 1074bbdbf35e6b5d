import _half_package

try:
    _half_package.inner
except AttributeError as error:
    print("submodule:", error)
