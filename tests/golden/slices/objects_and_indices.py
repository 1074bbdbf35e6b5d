s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), s == slice(1, 10, 2), s.indices(5), slice(None, None, -1).indices(4), slice(-3, None).indices(10))
data = "abcdefghij"
for text in ("2", "-2", "2:5", ":3", "7:", "-3:", ":-3", "::3", "1:8:2", "::-1", "8:2:-1", "8:2:-3", "5:2", "2:5:-1", "100:", ":100", "-100:3", "::-4", "-1:-5:-1", "0:0"):
    print("f\"[{text}]\" =", f"[{text}]")
    print("repr(eval(f\"data[{text}]\")) =", repr(eval(f"data[{text}]")))
    print("eval(f\"list(range(10))[{text}]\") =", eval(f"list(range(10))[{text}]"))
    print("eval(f\"range(10)[{text}]\") =", eval(f"range(10)[{text}]"))


class Show:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


x = Show()
print(x[1], x[1:2], x[::], x[1, 2], x[1:2, ::3], x[...], x["k"], x[:, 1], x[(1,)], x[-1], x[()])
x[1:2] = 5
x[1, 2] = 6
del x[3], x[:]
try:
    "abc"["a":"b"]
except TypeError as error:
    print(error)
try:
    "abc"[1.0:]
except TypeError as error:
    print(error)
print("hash(slice(1)) == hash(slice(1)) =", hash(slice(1)) == hash(slice(1)))
print("slice(1) < slice(2) =", slice(1) < slice(2))
print("[*\"abc\"[slice(0, 2)]] =", [*"abc"[slice(0, 2)]])
