"""Day numbers: years of each kind, and their first and last days."""

import datetime
import hashlib
import time

of = datetime.date.fromordinal
for year in (1, 4, 5, 100, 101, 400, 401, 1899, 1900, 1999, 2000, 2001, 2023, 2024, 9996, 9999):
    first = datetime.date(year, 1, 1).toordinal()
    days = [str(of(first + day)) for day in (0, 30, 31, 58, 59, 60, 364)]
    print(year, "=", first, *days)
digest = hashlib.sha256()
for ordinal in (*range(1, 1600), *range(36_400, 36_800), *range(145_900, 146_600), *range(3_650_000, 3_652_060)):
    digest.update(str(of(ordinal)).encode())
print("digest =", digest.hexdigest())
print("sums =", datetime.datetime(2024, 2, 28, 23) + datetime.timedelta(hours=1), datetime.date(1900, 2, 28) + datetime.timedelta(1))
for seconds in (-62135596800, -62167219200, 253402300800, 10**12, -(10**12)):
    print("gmtime", seconds, "=", *time.gmtime(seconds)[:8])
