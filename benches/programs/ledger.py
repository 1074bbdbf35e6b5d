# Money in decimals: interest, rounding, exchange and totals by account.
import collections
from decimal import ROUND_HALF_UP, Decimal, localcontext

CENT = Decimal("0.01")
RATES = {"eur": Decimal(1), "usd": Decimal("1.0837"), "gbp": Decimal("0.8542")}
balances = collections.defaultdict(Decimal)
for n in range(30_000):
    amount = Decimal(n * 7919 % 100_000) / 100
    currency = ("eur", "usd", "gbp")[n % 3]
    euros = (amount / RATES[currency]).quantize(CENT, rounding=ROUND_HALF_UP)
    balances[f"account {n % 50}"] += euros if n % 4 else -euros
for month in range(24):
    for account, balance in balances.items():
        rate = Decimal("0.0125") if balance > 0 else Decimal("0.0899")
        balances[account] = (balance + balance * rate / 12).quantize(CENT)
richest = sorted(balances.items(), key=lambda pair: pair[1], reverse=True)
for account, balance in richest[:3] + richest[-2:]:
    print(f"{account:<12}{balance:>16,}")
with localcontext() as context:
    context.prec = 40
    print(sum(balances.values()), Decimal(2).sqrt(), (Decimal(1) + Decimal("0.05") / 365) ** 365)
