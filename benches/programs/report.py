# A text report: lines parsed, grouped, totalled, formatted and wrapped.
import collections
import textwrap

REGIONS = ["north", "south", "east", "west"]
lines = [f"{n % 28 + 1:02d}/{n % 12 + 1:02d};{REGIONS[n * 7 % 4]};item {n % 90};{n * 37 % 500 / 4:.2f}" for n in range(20_000)]

totals = collections.defaultdict(lambda: collections.defaultdict(float))
months = collections.Counter()
for line in lines:
    date, region, item, amount = line.split(";")
    day, month = date.split("/")
    totals[region.title()][item.replace("item", "#").upper()] += float(amount)
    months[int(month)] += 1

for region in sorted(totals):
    items = sorted(totals[region].items(), key=lambda pair: (-pair[1], pair[0]))
    print(f"{region:<8}|{len(items):>5}|{sum(amount for _, amount in items):>14,.2f}")
    for name, amount in items[:3]:
        print("  %-8s %10.2f %s" % (name, amount, "*" * int(amount // 2000)))
names = " and ".join(name for items in totals.values() for name in items)
print("\n".join(textwrap.wrap(names, width=72)[:4]))
print(", ".join("{}: {}".format(month, count) for month, count in sorted(months.items())))
