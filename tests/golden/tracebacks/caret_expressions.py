"""The marks under failing expressions of each kind."""

import traceback


class Bad:
    def __bool__(self):
        raise ValueError("no truth")

    def __len__(self):
        raise ValueError("no length")

    def __getattr__(self, name):
        raise AttributeError(f"nothing called {name}")

    def __getitem__(self, key):
        raise KeyError(key)

    def __setitem__(self, key, value):
        raise KeyError(key)

    def __delitem__(self, key):
        raise KeyError(key)

    def __eq__(self, other):
        raise TypeError("no comparison")

    def __lt__(self, other):
        raise TypeError("no order")

    def __contains__(self, item):
        raise TypeError("no items")

    def __iter__(self):
        raise TypeError("no iteration")

    def __format__(self, spec):
        raise TypeError("no format")

    def __neg__(self):
        raise TypeError("no sign")

    def __add__(self, other):
        raise TypeError("no sum")

    def __iadd__(self, other):
        raise TypeError("no sum in place")

    def __call__(self, *args, **kwargs):
        raise TypeError("no call")

    def __hash__(self):
        raise TypeError("no hash")

    def __index__(self):
        raise TypeError("no index")

    def __enter__(self):
        raise TypeError("no entry")

    def __exit__(self, *exc):
        pass


bad = Bad()
none = None
numbers = [1, 2, 3]
zero = 0


def call(): return 1 + bad(1, key=2) + 3
def call_method(): return numbers.index(9)
def call_star(): bad(*[1], **{"a": 2})
def call_nested(): print(len(str(int("x"))))
def call_wrong(): call(1, 2, 3)
def call_missing(): call_wrong2()
def not_callable(): x = (1)(2)
def attribute(): x = none.left.right
def attribute_chain(): return none.a.b.c
def attribute_store(): none.x = 1
def attribute_delete(): del none.x
def attribute_aug(): none.x += 1
def subscript(): x = numbers[7]
def subscript_chain(): x = numbers[0][1][2]
def subscript_slice(): x = numbers[1:bad:2]
def subscript_store(): numbers[9] = zero
def subscript_delete(): del numbers[9]
def subscript_aug(): numbers[9] += 1
def subscript_key(): x = {"a": 1}["b"]
def subscript_tuple(): x = {}[1, 2]
def binary(): x = 1 + none
def binary_nested(): x = (1 + 2) * (3 + none) - 4
def binary_parens(): x = (1) + (none)
def binary_divide(): x = 10 // zero
def binary_power(): x = zero ** -1
def binary_matmul(): x = zero @ zero
def binary_shift(): x = 1 << -1
def binary_mod(): x = 5 % zero
def binary_format(): x = "%d" % "x"
def binary_both(): x = bad + bad
def aug(): global zero; zero += "x"
def aug_object(): b = bad; b += 1
def unary(): x = -none
def unary_bad(): x = 1 + -bad
def unary_invert(): x = ~1.5
def unary_not(): x = not bad
def compare(): x = bad == 1
def compare_less(): x = 1 < "a"
def compare_chain(): x = 1 < 2 < none < 3
def compare_in(): x = 1 in bad
def compare_not_in(): x = 1 not in 5
def boolean(): x = 1 and bad and 2 or 3
def boolean_right(): x = False or undefined
def conditional(): x = 1 if bad else 2
def conditional_branch(): x = undefined if zero == 0 else 2
def name(): x = undefined + 1
def local(): print(late); late = 1
def walrus(): (y := undefined)
def lambda_body(): (lambda a: a + none)(1)
def default_argument():
    def inner(a, b=undefined): pass
def annotation():
    def inner(a: undefined): pass
def decorated():
    @undefined
    def inner(): pass
def decorated_call():
    @bad(1)
    class Inner: pass
def decorator_fails():
    @bad
    @staticmethod
    def inner(): pass
def class_base():
    class Inner(undefined): pass
def class_keyword():
    class Inner(metaclass=bad): pass
def class_inside():
    class Inner:
        x = 1
        y = x + none
def fstring(): x = f"a {none.x} b"
def fstring_format(): x = f"a {bad:>10} b"
def fstring_spec(): x = f"{1.5:d}"
def fstring_nested(): x = f"{1:{undefined}}"
def fstring_repr(): x = f"{undefined!r}"
def fstring_debug(): x = f"{none + 1 = }"
def display_list(): x = [1, undefined, 3]
def display_star(): x = [*none]
def display_dict(): x = {bad: 1}
def display_dict_star(): x = {**none}
def display_set(): x = {1, bad}
def display_tuple(): x = 1, undefined
def comprehension(): x = [a + none for a in [1, 2]]
def comprehension_iter(): x = [a for a in none]
def comprehension_if(): x = [a for a in [1] if undefined]
def comprehension_dict(): x = {a: 1 / a for a in [0]}
def comprehension_nested(): x = [[b / 0 for b in [a]] for a in [1]]
def generator_expression(): x = sum(1 / a for a in [0])
def loop():
    for a in none: pass
def loop_body():
    for a in [0]: 1 / a
def loop_unpack():
    for a, b in [(1, 2, 3)]: pass
def while_test():
    while bad: pass
def if_test():
    if bad: pass
def assertion(): assert zero, "zero it is"
def assertion_bare(): assert zero == 1
def assertion_message(): assert zero, undefined
def unpack(): a, b = [1, 2, 3]
def unpack_few(): a, b, c = 1, 2
def unpack_star(): a, *b, c = []
def unpack_none(): a, b = none
def with_enter():
    with bad: pass
def with_none():
    with none as x: pass
def with_two():
    with open(__file__), none: pass
def delete_name(): del undefined_local; undefined_local = 1
def delete_global():
    global undefined_global
    del undefined_global
def return_value(): return undefined
def return_call(): return undefined(1)
def raise_value(): raise ValueError("raised")
def raise_class(): raise ValueError
def raise_wrong(): raise 1
def raise_from(): raise ValueError from 1
def raise_computed(): raise undefined(1)
def imported(): import no_such_module_at_all
def imported_from(): from sys import no_such_name_at_all
def imported_dotted(): import os.no_such_module
def await_wrong():
    async def inner(): await none
    inner().send(None)
def async_for_wrong():
    async def inner():
        async for a in [1]: pass
    inner().send(None)
def async_with_wrong():
    async def inner():
        async with none: pass
    inner().send(None)
def yield_from(): list((lambda: (yield from none))())
def match_statement():
    match bad:
        case 1: pass
def match_class():
    match 1:
        case undefined(): pass
def match_guard():
    match 1:
        case x if undefined: pass
def global_function(): undefined()
def keyword_twice(): dict(a=1, **{"a": 2})
def slice_store(): numbers[1:2] = 5
def star_call(): print(*5)
def starstar_call(): print(**5)
def ellipsis_call(): ...()
def string_call(): "text"("x")
def set_item_call(): numbers[zero]["k"] = 1
def type_alias():
    type X = undefined
    X.__value__
def type_parameter():
    def f[T: undefined](): pass
    f.__type_params__[0].__bound__


for function in list(globals().values()):
    if callable(function) and getattr(function, "__module__", None) == "__main__" and function is not Bad:
        if isinstance(function, Bad):
            continue
        try:
            function()
        except Exception:
            traceback.print_exc()
        else:
            print(function.__name__, "did not fail")
