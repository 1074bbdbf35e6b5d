from datetime import UTC, date, datetime, time, timedelta, timezone

d = date(2024, 2, 28)
print(d, d + timedelta(days=2), d.weekday(), d.isoformat(), d.strftime("%d/%m/%y %A"), d.replace(year=2023), date(2024, 3, 1) - d, d < date(2025, 1, 1), d.toordinal(), d.isocalendar())
t = datetime(2024, 5, 17, 13, 45, 30, 123456)
print(t, repr(t), t.isoformat(), t.date(), t.time(), t + timedelta(hours=12, minutes=30), t.strftime("%Y-%m-%d %H:%M:%S.%f %j %p %I"), f"{t:%H:%M}")
print("datetime.fromisoformat(\"2024-05-17T13:45:30+02:00\") =", datetime.fromisoformat("2024-05-17T13:45:30+02:00"))
print("datetime.strptime(\"17/05/2024 08:09\", \"%d/%m/%Y %H:%M\") =", datetime.strptime("17/05/2024 08:09", "%d/%m/%Y %H:%M"))
print("date.fromisoformat(\"2024-12-31\") =", date.fromisoformat("2024-12-31"))
print("datetime.fromtimestamp(0, UTC) =", datetime.fromtimestamp(0, UTC))
print("t.replace(tzinfo=UTC).timestamp() =", t.replace(tzinfo=UTC).timestamp())
delta = timedelta(days=1, hours=2, seconds=3.5)
print(delta, repr(delta), delta.total_seconds(), delta * 2, delta / 2, -delta, delta // timedelta(hours=1), timedelta(hours=25).days, abs(timedelta(-1)), str(timedelta(microseconds=5)), timedelta(weeks=1) > delta)
z = timezone(timedelta(hours=5, minutes=30), "IST")
print(t.replace(tzinfo=UTC).astimezone(z), z, timezone.utc, datetime(2024, 1, 1, tzinfo=UTC) - datetime(2024, 1, 1, tzinfo=z), t.replace(tzinfo=z).isoformat())
print("time(9, 30) =", time(9, 30))
print("time(9, 30) < time(10) =", time(9, 30) < time(10))
print("time.fromisoformat(\"01:02:03\") =", time.fromisoformat("01:02:03"))
print("datetime.combine(d, time(1)) =", datetime.combine(d, time(1)))
print("datetime.min =", datetime.min)
print("date.max =", date.max)
print("datetime(2024, 1, 1) == datetime(2024, 1, 1) =", datetime(2024, 1, 1) == datetime(2024, 1, 1))
for bad in ("date(2023, 2, 29)", "date.fromisoformat('x')", "datetime(2024, 1, 1) - datetime(2024, 1, 1, tzinfo=UTC)", "datetime.strptime('x', '%Y')", "timedelta(days=10**10)", "time(25)", "date(0, 1, 1)"):
    try:
        eval(bad)
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)
print({d: 1}[date(2024, 2, 28)], sorted([date(2024, 2, 1), date(2023, 1, 1)]), min(t, datetime(2000, 1, 1)), (date(2024, 12, 25) - date(2024, 1, 1)).days)
