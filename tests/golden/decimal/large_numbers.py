# Numbers of many digits: products, quotients, roots and conversions by the fast algorithms.
import hashlib
from decimal import *


def show(name, number):
    text = str(number)
    print(name, len(text), text[:20], text[-20:], hashlib.sha256(text.encode()).hexdigest()[:16])


for precision in [39, 100, 700, 1500, 4000, 20000]:
    with localcontext(Context(prec=precision, Emax=MAX_EMAX, Emin=MIN_EMIN)):
        a = Decimal(7) ** (precision // 2)
        b = Decimal(3) ** (precision // 3) + 1
        show(f"{precision} a", a)
        show(f"{precision} a * a", a * a)
        show(f"{precision} a * b", a * b)
        show(f"{precision} a / b", a / b)
        show(f"{precision} 1 / b", 1 / b)
        show(f"{precision} a // b", a // b)
        show(f"{precision} a % b", a % b)
        show(f"{precision} sqrt(2)", Decimal(2).sqrt())
        show(f"{precision} sqrt(a)", a.sqrt())
        show(f"{precision} a * a exactly", (a * a).sqrt())
        show(f"{precision} int", Decimal(int(b)) - b)
        show(f"{precision} from int", Decimal(7 ** (precision // 2)))
        show(f"{precision} hash", hash(b) - hash(int(b)))
        show(f"{precision} ratio", Decimal(b.scaleb(-precision // 2).as_integer_ratio()[0]))

for precision in [40, 100, 500]:
    with localcontext(Context(prec=precision)):
        for x in ["2", "0.1", "-1.5", "123.456", "1e-30", "0.99999", "1.0000000000000000001"]:
            x = Decimal(x)
            show(f"{precision} exp {x}", x.exp())
            show(f"{precision} ln {x}", abs(x).ln())
            show(f"{precision} log10 {x}", abs(x).log10())
            show(f"{precision} power {x}", abs(x) ** Decimal("0.7"))

with localcontext(Context(prec=1010)):
    last, term, total, n, na, d, da = 0, Decimal(3), Decimal(3), 1, 0, 0, 24
    while total != last:
        last = total
        n, na = n + na, na + 8
        d, da = d + da, da + 32
        term = term * n / d
        total += term
    show("pi", total)
