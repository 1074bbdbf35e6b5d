# Attributes of modules that are still being imported.
import _half_package
import _half_package.inner

print("later:", _half_package.first.late, _half_package.inner is not None)
try:
    _half_package.first.missing
except AttributeError as error:
    print("missing:", error)
