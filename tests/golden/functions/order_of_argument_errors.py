"""Which error of a call of a built-in function comes first: too many, missing, unexpected."""
for call in """
pow(2, foo=1)
pow(2, 3, foo=1)
pow(2, foo=1, exp=3)
open(foo=1)
open("x", foo=1)
compile(foo=1)
compile("1", "x", foo=1)
eval(foo=1)
eval("1", foo=1)
exec("", foo=1)
int.from_bytes(foo=1)
int.from_bytes(b"", foo=1)
memoryview(foo=1)
"".encode(foo=1)
len(foo=1)
divmod(1, foo=1)
reversed()
reversed(1, 2)
classmethod()
staticmethod(1, 2)
str(1, 2, 3, 4)
sum([], x=1)
sum(x=1)
""".split("\n"):
    if call:
        try:
            eval(call)
        except TypeError as error:
            print(f"{call:26} {error}")
