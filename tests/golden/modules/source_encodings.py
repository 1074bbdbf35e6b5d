# Source text in the encoding that it declares (PEP 263), also in those of the library's codecs.
import importlib
import os
import sys
import tempfile
import warnings

for encoding, text in [
    ("iso8859-15", "price = '5 €'"), ("koi8-r", "greeting = 'привет'"), ("cp1252", "dash = '–'"),
    ("cp1251", "word = 'да'"), ("latin-1", "name = 'Zoë'"), ("utf-8", "all = '€п–ë'"),
]:
    source = f"# -*- coding: {encoding} -*-\n{text}\n".encode(encoding)
    names = {}
    exec(source, names)
    names.pop("__builtins__")
    print("exec", encoding, names)
    with tempfile.TemporaryDirectory() as folder:
        sys.path.insert(0, folder)
        module = f"in_{encoding.replace('-', '_')}"
        with open(os.path.join(folder, module + ".py"), "wb") as file:
            file.write(source)
        importlib.invalidate_caches()
        loaded = vars(importlib.import_module(module))
        print("import", encoding, {key: loaded[key] for key in names})
        sys.path.remove(folder)
try:
    exec(b"# coding: no-such-encoding\nx = 1\n")
except SyntaxError as error:
    print("unknown", error.msg)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    eval(r"'\%' + '\400'")
print("warnings of eval", [str(warning.message) for warning in caught])
