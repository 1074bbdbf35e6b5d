# Contexts, their flags and traps, and errors.
import copy
import pickle
from collections.abc import MutableMapping
from numbers import Number
import decimal
from decimal import *

print(getcontext(), DefaultContext, BasicContext, ExtendedContext, sep="\n")
print(MAX_PREC, MAX_EMAX, MIN_EMIN, MIN_ETINY, HAVE_THREADS, HAVE_CONTEXTVAR, decimal.__version__, decimal.__libmpdec_version__)
context = Context(prec=5, rounding=ROUND_UP, Emin=-10, Emax=10, capitals=0, clamp=1, flags=[Inexact], traps=[Overflow])
print(context, context.Etiny(), context.Etop(), context.radix())
print(copy.copy(context), context.copy(), pickle.loads(pickle.dumps(context)), sep="\n")
print(context.flags, context.flags == context.traps, context.flags == {s: s is Inexact for s in context.flags}, len(context.traps))
print(isinstance(context.flags, MutableMapping), context.flags.copy(), list(context.traps), Inexact in context.flags)
context.flags[Rounded] = 5
context.flags.update({Inexact: False})
print(context, context.flags.get(Rounded), context.flags.get(int))
context.clear_flags()
context.clear_traps()
print(context, isinstance(Decimal(1), Number))

for name, value in [
    ("prec", 0), ("prec", MAX_PREC + 1), ("prec", "5"), ("prec", 10**30), ("Emin", 1), ("Emax", -1), ("clamp", 2), ("capitals", -1),
    ("rounding", "up"), ("rounding", 3), ("flags", 1), ("flags", []), ("traps", {}), ("traps", {i: 1 for i in range(9)}),
]:
    try:
        setattr(context, name, value)
    except Exception as error:
        print(name, value, type(error).__name__, error)
    try:
        print(Context(**{name: value}))
    except Exception as error:
        print(name, value, type(error).__name__, error)
for case in [
    "del context.prec", "del context.flags[Inexact]", "context.flags[1]", "context.flags[1] = 2", "setcontext(1)", "localcontext(5)",
    "Decimal(1).exp(5)", "Decimal(1).compare('a')", "context.add(1, 'a')", "Decimal(1).quantize(1, rounding='x')", "context.is_canonical(1)",
    "Decimal(1).x", "Decimal(1).x = 1", "hash(Decimal('snan'))", "Decimal(1).canonical(2)", "format(Decimal(1), 1)",
]:
    try:
        exec(case)
        print(case)
    except Exception as error:
        print(case, type(error).__name__, error if "no __dict__" not in str(error) else "")

for case in [
    "Decimal(1) / 0", "Decimal(0) / 0", "Decimal(-1) // 0", "Decimal(1) % 0", "Decimal('snan') + 1", "Decimal('inf') - Decimal('inf')",
    "Decimal(10) ** 10**7", "Decimal('1e-999999') / 10**50", "Decimal(0) ** 0", "Decimal(-1).sqrt()", "Decimal(-1).ln()", "Decimal(0).ln()",
    "Decimal(10**30) // 1", "Decimal('1e60') // 3", "Decimal('0.1').quantize(Decimal('1e-40'))", "Decimal(0).logb()",
    "Decimal('nan') < 1", "Decimal(1).compare_signal(Decimal('nan'))", "Decimal('x')", "Decimal(5) * 'x'", "divmod(Decimal(1), 0)",
    "Decimal(1) / 3", "Decimal('1e-999999').next_minus()", "Decimal(-2) ** Decimal('0.5')",
]:
    with localcontext() as current:
        try:
            print(case, eval(case))
        except Exception as error:
            print(case, type(error).__name__, error, [base.__name__ for base in type(error).__mro__])
        for signal in current.traps:
            current.traps[signal] = False
        try:
            print(case, eval(case), [s.__name__ for s, is_set in current.flags.items() if is_set])
        except TypeError as error:
            print(case, error)

with localcontext(prec=4) as local:
    print(Decimal(1) / 3, getcontext() is local)
    with localcontext(ExtendedContext, rounding=ROUND_DOWN):
        print(Decimal(2) / 3, Decimal(1) / 0, getcontext().flags[DivisionByZero])
    print(Decimal(2) / 3)
print(Decimal(2) / 3)
setcontext(ExtendedContext)
print(getcontext() is ExtendedContext, getcontext())
getcontext().prec = 3
print(ExtendedContext.prec, +Decimal("1.2345"))
