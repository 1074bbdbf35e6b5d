# Derived classes, copies, pickles, and the context of tasks and threads.
import asyncio
import contextvars
import copy
import pickle
import threading
from decimal import *


class Price(Decimal):
    def __new__(cls, value, currency="EUR"):
        self = super().__new__(cls, value)
        self.currency = currency
        return self

    def __str__(self):
        return f"{super().__str__()} {self.currency}"


class Strict(Context):
    def __init__(self, *args, note="strict", **kwargs):
        super().__init__(*args, **kwargs)
        self.note = note


price = Price("12.50", "USD")
print(price, repr(price), price.currency, type(price + 1), type(-price), price == Decimal("12.5"), hash(price) == hash(12.5))
print(type(Price.from_float(1.5)), Price(price), Decimal(price), type(Decimal(price)), Decimal(Decimal("1.0")))
print(isinstance(price, Decimal), price.quantize(Decimal(1)), round(price, 1), price.real is price, price.imag)
strict = Strict(prec=4)
print(strict, strict.note, strict.divide(1, 3), type(strict.copy()))
for number in [Decimal("1.50"), Decimal("-NaN12"), Decimal("1E+100")]:
    print(repr(copy.copy(number)), repr(copy.deepcopy([number])), repr(pickle.loads(pickle.dumps(number))), number.__reduce__())
print("copies are the number itself", copy.copy(Decimal(1)) is Decimal(1), (lambda x: copy.deepcopy(x) is x)(Decimal(5)))
match Decimal("2.0"):
    case 2:
        print("two")


async def work(precision):
    getcontext().prec = precision
    await asyncio.sleep(0)
    return Decimal(1) / 3


async def main():
    print(await asyncio.gather(*(asyncio.create_task(work(n)) for n in [3, 5, 7])), Decimal(1) / 3)
    with localcontext(prec=6):
        print(await asyncio.gather(work(2), asyncio.to_thread(lambda: Decimal(1) / 7)), Decimal(1) / 7)


asyncio.run(main())
results = []


def thread():
    results.append(getcontext().prec)
    getcontext().prec = 2
    results.append(Decimal(1) / 3)


getcontext().prec = 11
for _ in range(2):
    worker = threading.Thread(target=thread)
    worker.start()
    worker.join()
print(results, Decimal(1) / 3, contextvars.copy_context().run(lambda: Decimal(1) / 3))
