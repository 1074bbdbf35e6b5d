import sys


class ExpatError(Exception):
    pass


ExpatError.__module__ = "xml.parsers.expat"
error = ExpatError


def _submodule(name, doc, contents):
    module = type(sys)("pyexpat." + name, doc)
    vars(module).update(contents)
    sys.modules[module.__name__] = module
    return module


model = _submodule("model", "Constants used to interpret content model information.", _models)
errors = _submodule(
    "errors",
    "Constants used to describe error conditions.",
    {name: text for _, name, text in _errors}
    | {
        "codes": {text: number for number, _, text in _errors},
        "messages": {number: text for number, _, text in _errors},
    },
)
del sys, _submodule, _models, _errors
