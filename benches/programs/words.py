# Dicts, strings, sorting and formatting.
import re

text = " ".join(f"word{n * n % 997} and {n}, or {n % 13};" for n in range(20_000))
counts = {}
for word in re.findall(r"[a-z]+\d*", text):
    counts[word] = counts.get(word, 0) + 1
best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:5]
table = "\n".join(f"{word:<10}|{count:>8,}" for word, count in counts.items())
print(best, len(table), table.count("|"), sum(len(line.strip()) for line in text.split(";")))
