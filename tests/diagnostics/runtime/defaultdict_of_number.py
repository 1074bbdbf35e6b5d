from collections import defaultdict

counts = defaultdict(0)
counts["a"] += 1
