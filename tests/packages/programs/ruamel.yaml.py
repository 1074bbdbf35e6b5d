"""YAML with comments, TOML, .env files and JSON kept, changed and written."""
import io
import os
import toml
import dotenv
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

text = """# head
a: 1   # first
b:
  - x
  - {c: 2, d: [1, 2]}   # flow
  - &anchor
    name: "quoted"
    when: 2024-01-02 03:04:05
e: *anchor
f: |
  many
  lines
g: >-
  folded
  text
h: 0x1F
i: 1_000
j: yes
"""
yaml = YAML()
data = yaml.load(text)
print(dict(data)["a"], data["b"][1]["d"][0], data["e"] is data["b"][2], data["h"], data["i"], data["j"])
data["a"] = 5
data.insert(1, "new", [1, 2], comment="added")
data["b"].append(CommentedMap(z=1))
out = io.StringIO()
yaml.dump(data, out)
print(out.getvalue())
safe = YAML(typ="safe", pure=True)
print(safe.load("[1, 2.5, null, true, 'x', 2024-01-01, {a: b}]"))
for wrong in ("a: [1", "a: b: c", "\t- x", "a: 1\na: 2", "*x"):
    try:
        yaml.load(wrong)
    except Exception as error:
        print(type(error).__name__, str(error).splitlines()[:3])
print(list(yaml.load_all("--- 1\n--- [2]\n...\n")))
print(toml.loads('a = 1\n[t]\nb = [1, 2]\n[[t.c]]\nd = 1979-05-27T07:32:00Z\n'))
print(toml.dumps({"a": [1, 2], "t": {"x": "y", "n": {"z": 1.5}}}))
open(".env", "w").write('A=1\nexport B="two words"\nC=${A}-${B}\n# no\nD=\'$A\'\nE\n')
print(dict(dotenv.dotenv_values(".env")))
print(dotenv.load_dotenv(".env"), os.environ["C"], dotenv.set_key(".env", "F", "new"), open(".env").read().splitlines()[-1])
