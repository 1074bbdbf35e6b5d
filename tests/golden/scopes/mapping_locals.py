# `exec` and `eval` with a mapping for locals.
class Mapping:
    def __getitem__(self, key):
        if key == "a":
            return 12
        raise KeyError

    def __setitem__(self, key, value):
        self.results = key, value

    def keys(self):
        return list("zyx")


m = Mapping()
for text in ("z = a", "z = b", "z = dir()", "z = globals() is g", "z = locals() is m"):
    try:
        exec(text, g := globals(), m)
        print(text, "→", m.results)
    except NameError as error:
        print(text, "→", error)
print("eval →", eval("a + len(dir())", globals(), m))
