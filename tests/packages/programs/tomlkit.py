"""Documents read, changed with their comments kept, and written."""
import tomlkit
from tomlkit.exceptions import ParseError

TEXT = '''# head
title = "T"  # comment
when = 2024-01-02T03:04:05+01:00

[a.b]
list = [
    1, # one
    2,
]
"quoted key" = { x = 1, y = 'lit' }

[[items]]
n = 0xFF
'''
document = tomlkit.parse(TEXT)
print("same:", tomlkit.dumps(document) == TEXT)
document["title"] = "new"
document["a"]["b"]["list"].append(3)
document["items"].append({"n": 1.5, "text": "a\nb"})
document.add(tomlkit.comment("tail"))
table = tomlkit.table()
table.update({"on": True, "off": False})
document["last"] = table
print(tomlkit.dumps(document))
print("plain:", document.unwrap()["a"], document["when"].utcoffset())
for bad in ("a = ", "a = 1\na = 2", "[x", "a = 'b"):
    try:
        tomlkit.parse(bad)
    except ParseError as error:
        print("error:", error)
