print(max(["a", "bb"], key="len"))
