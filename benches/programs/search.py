# Searching a long log with regular expressions: addresses, levels, durations, redaction, splitting.
import collections
import re

SERVICES = ("orders", "kitchen", "billing", "delivery", "login")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
lines = []
for n in range(6_000):
    service, level = SERVICES[n * 7 % 5], LEVELS[n * n % 4]
    lines.append(
        f"2026-03-{n % 28 + 1:02}T{n % 24:02}:{n % 60:02}:{n * 7 % 60:02}Z {level} {service}[{n % 50}]: "
        f"request {n:06x} from user{n % 97}@shop{n % 3}.example took {n * n % 900} ms"
        + (" (retried, timed out)" if n % 11 == 0 else "")
    )
log = "\n".join(lines)

levels = collections.Counter(re.findall(r"DEBUG|INFO|WARNING|ERROR", log))
pairs = {f"{m['service']} {m['level']}" for m in re.finditer(r"(?P<level>[A-Z]+) (?P<service>\w+)\[", log)}
slow = sum(1 for m in re.finditer(r"took (\d+) ms", log) if int(m[1]) > 600)
users = set(re.findall(r"[\w.]+@[\w.]+\.\w+", log))
late = re.compile(r"^(\S+)T(0[0-5]|23):.*\b(?:retried|timed out)\b", re.MULTILINE)
days = collections.Counter(found[1] for found in late.finditer(log))
hidden = re.sub(r"user(\d+)@", lambda found: f"<{int(found[1]) % 10}>@", log)
words = re.split(r"[\s,;:()\[\]]+", log)
errors = [line for line in lines if re.search(r"error.*billing|login.*time", line, re.IGNORECASE)]
print(levels, len(pairs), slow, len(users), days.most_common(2), len(hidden), len(words), len(errors))
