# Dates: parsed, formatted, compared, moved by days and weeks, and taken between time zones.
import calendar
import collections
from datetime import date, datetime, timedelta, timezone

start = datetime(2023, 1, 1, 8, 30)
stamps = [(start + timedelta(hours=7 * n, seconds=n)).isoformat() for n in range(6000)]
zones = [timezone(timedelta(hours=hours)) for hours in (-5, 0, 1, 9)]
per_month, late, spans = collections.Counter(), [], timedelta()
previous = None
for n, stamp in enumerate(stamps):
    moment = datetime.fromisoformat(stamp)
    per_month[moment.strftime("%Y-%m")] += 1
    local = moment.replace(tzinfo=zones[n % 4]).astimezone(timezone.utc)
    if local.hour >= 22 and local.weekday() < 5:
        late.append(local)
    if previous is not None:
        spans += moment - previous
    previous = moment
print(per_month.most_common(3), len(late), min(late), max(late).isoformat(), spans / len(stamps))

birthdays = [date(1950 + n % 60, n % 12 + 1, n % 28 + 1) for n in range(4000)]
today = date(2024, 6, 15)
ages = collections.Counter(today.year - b.year - ((today.month, today.day) < (b.month, b.day)) for b in birthdays)
print(sorted(ages.items())[:4], sum(b.isocalendar().week for b in birthdays))
parsed = [datetime.strptime(f"{n % 28 + 1}.{n % 12 + 1}.2024", "%d.%m.%Y") for n in range(1500)]
print(sum(d.toordinal() for d in parsed), calendar.monthrange(2024, 2), (today + timedelta(weeks=6)).strftime("%A %d %B"))
