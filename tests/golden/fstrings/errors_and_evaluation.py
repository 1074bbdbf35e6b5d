def say(x):
    print("eval", x)
    return x


print("f\"{say(1)} {say(2)} {say('x'):>{say(4)}}\" =", f"{say(1)} {say(2)} {say('x'):>{say(4)}}")
try:
    f"{1:zz}"
except ValueError as error:
    print(error)
try:
    f"{undefined_name}"
except NameError as error:
    print(error)
try:
    f"{'a':d}"
except ValueError as error:
    print(error)
for bad in ('f"{}"', 'f"{a"', 'f"}"', 'f"{a!x}"', 'f"{a b}"', 'f"{a:{b"', 'f"{!r}"', 'f"{a +}"', 'f"{lambda x: 1}"'):
    try:
        compile(bad, "x", "eval")
    except SyntaxError as error:
        print(bad, "->", error.msg)


class F:
    def __format__(self, spec):
        return f"F[{spec}]"


print(f"{F()} {F():abc} {F():{1}{2}} {F():%H:%M}")
print(f"{F():a{'b'}c}", f"{F():{'{'}>10{'}'}}")
