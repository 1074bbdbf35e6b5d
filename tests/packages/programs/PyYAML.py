"""Documents loaded and written: anchors, tags, styles, dates, multi-line text, errors with places."""
import datetime
import yaml

TEXT = """
base: &base {a: 1, b: [x, "y", null]}
derived:
  <<: *base
  b: 2.5e3
text: |
  line one
    line two
folded: >-
  some
  words
when: 2024-01-02T03:04:05Z
flags: [yes, off, 0x1F, 0o17, .inf, 1_000, ~]
"""
data = yaml.safe_load(TEXT)
for key, value in data.items():
    print(f"{key}:", value)
print(yaml.safe_dump(data, sort_keys=True, default_flow_style=False, allow_unicode=True))
print("documents:", list(yaml.safe_load_all("--- 1\n--- [a, b]\n...\n")))


class Point(yaml.YAMLObject):
    yaml_tag, yaml_loader, yaml_dumper = "!point", yaml.SafeLoader, yaml.SafeDumper

    def __init__(self, x):
        self.x = x


print("object:", yaml.safe_load("!point {x: 3}").x, yaml.safe_dump(Point([datetime.date(2024, 1, 2), {"é", 1}.__len__()])).strip())
for bad in ("a: [1, 2", "a:\n\t- b", "*unknown", "!!python/object:os.x {}"):
    try:
        yaml.safe_load(bad)
    except yaml.YAMLError as error:
        print("error:", str(error).replace("\n", " | "))
