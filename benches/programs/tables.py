# Tables of comma-separated values: written, read, joined, sorted, and counted with heaps.
import collections
import csv
import heapq
import io

file = io.StringIO()
writer = csv.writer(file)
writer.writerow(["id", "city", "product", "amount", "comment"])
for n in range(8000):
    writer.writerow([n, f"City {n % 23}", f"p{n * 13 % 101}", n * 37 % 1000 / 8, 'said "yes", then left' if n % 9 == 0 else ""])
file.seek(0)
prices = {f"p{n}": n * 3 % 17 + 1 for n in range(101)}
sums, seen, worst = collections.defaultdict(float), collections.defaultdict(set), []
for row in csv.DictReader(file):
    value = float(row["amount"]) * prices[row["product"]]
    sums[row["city"]] += value
    seen[row["city"]].add(row["product"])
    heapq.heappush(worst, (-value, int(row["id"])))
    if len(worst) > 500:
        worst = heapq.nsmallest(100, worst)
for city, value in heapq.nlargest(4, sums.items(), key=lambda pair: pair[1]):
    print(f"{city:<10}{value:>14.2f}{len(seen[city]):>5}")
print([heapq.heappop(worst) for _ in range(3)], list(heapq.merge([1, 5], [2, 4], [3])))
common = set.intersection(*seen.values())
recent = collections.deque(sorted(common), maxlen=5)
print(len(common), list(recent))
