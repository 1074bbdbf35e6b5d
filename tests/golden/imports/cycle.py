import _cycle_a

print(_cycle_a.value, _cycle_a.b.value, _cycle_a.b.a is _cycle_a)
try:
    import _cycle_c
except ImportError as error:
    print(type(error).__name__, str(error).split(" (")[0])
