"""Attributes of functions that cannot be deleted, or take only some types."""


def function():
    pass


for name in ["__dict__", "__type_params__", "__name__", "__qualname__", "__code__"]:
    try:
        delattr(function, name)
    except Exception as error:
        print(f"del {name}: {type(error).__name__}: {error}")
    else:
        print(f"del {name}: done")

for name in ["__dict__", "__type_params__", "__defaults__", "__kwdefaults__", "__name__"]:
    for value in [None, 3, []]:
        try:
            setattr(function, name, value)
        except Exception as error:
            print(f"{name} = {value}: {type(error).__name__}: {error}")
        else:
            print(f"{name} = {value}: now {getattr(function, name)}")
function.__type_params__ = (1,)
print("a tuple:", function.__type_params__)
