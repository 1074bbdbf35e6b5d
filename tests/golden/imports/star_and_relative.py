"""What `import *` and relative imports say about names that do not fit."""

import sys
import types
import warnings


def show(text, names=None):
    names = {} if names is None else names
    try:
        exec(text, names)
        print(sorted(name for name in names if not name.startswith("__")))
    except Exception as error:
        print(type(error).__name__, error)


module = sys.modules["made"] = types.ModuleType("made")
module.__all__ = ["present", b"bytes"]
module.present = 1
show("from made import *")
module.__all__ = ["absent"]
show("from made import *")
del module.__all__
vars(module)[5] = 1
show("from made import *")
del vars(module)[5]
module._hidden = 2
show("from made import *")
sys.modules["made"] = 5
show("from made import *")
for names in [{"__package__": 5}, {"__package__": ""}, {"__package__": "absent"}, {"__name__": 5}, {}, {"__name__": "absent.part"}]:
    show("from . import name", names)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    show("from . import name", {"__package__": None, "__spec__": None, "__name__": "main"})
    print([str(warning.message) for warning in caught])
