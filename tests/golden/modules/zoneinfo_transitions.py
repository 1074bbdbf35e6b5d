"""zoneinfo over files made here: transitions, rules before and after them, folds, gaps, fixed offsets."""
import io
import pickle
import struct
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo


def tzif(transitions, infos, rule):
    """A file of version 2: (second, index), (offset, is summer, name), the rule for later."""
    names = b"".join(name.encode() + b"\0" for _, _, name in infos)
    starts, at = [], 0
    for _, _, name in infos:
        starts.append(at)
        at += len(name) + 1
    parts = []
    for size in "iq":
        parts.append(b"TZif2" + bytes(15))
        counts = [0, 0, 0, len(transitions), len(infos), len(names)]
        parts.append(struct.pack(">6I", *counts))
        parts.append(struct.pack(f">{len(transitions)}{size}", *(second for second, _ in transitions)))
        parts.append(bytes(index for _, index in transitions))
        for (offset, summer, _), start in zip(infos, starts):
            parts.append(struct.pack(">ibB", offset, summer, start))
        parts.append(names)
    return io.BytesIO(b"".join(parts) + b"\n" + rule.encode() + b"\n")


def seconds(*args):
    return int(datetime(*args, tzinfo=timezone.utc).timestamp())


CENTRAL = tzif(
    [(seconds(1990, 3, 25, 1), 1), (seconds(1990, 9, 30, 1), 0), (seconds(1991, 3, 31, 1), 1), (seconds(1991, 9, 29, 1), 2)],
    [(3600, 0, "CET"), (7200, 1, "CEST"), (1800, 0, "ODD")],
    "CET-1CEST,M3.5.0,M10.5.0/3",
)
FILES = {
    "central": CENTRAL,
    "south": tzif([], [(36000, 0, "AEST"), (39600, 1, "AEDT")], "AEST-10AEDT,M10.1.0,M4.1.0/3"),
    "negative": tzif([(seconds(1971, 10, 31, 2), 0)], [(0, 1, "GMT"), (3600, 0, "IST")], "IST-1GMT0,M10.5.0,M3.5.0/1"),
    "julian": tzif([], [(-18000, 0, "EST")], "EST5EDT,J60/2,300/26"),
    "once": tzif([(0, 1)], [(-3600, 0, "A"), (5400, 0, "B")], ""),
    "fixed": tzif([], [(-12600, 0, "-0330")], "<-0330>3:30"),
    "fixed2": tzif([], [(-12600, 0, "OLD")], ""),
}
zones = {name: ZoneInfo.from_file(file, key=name) for name, file in FILES.items()}
MOMENTS = [
    (1900, 1, 1), (1969, 12, 31, 23), (1970, 1, 1), (1971, 10, 31, 2), (1990, 3, 25, 2, 30), (1990, 9, 30, 2, 30), (1991, 9, 29, 1, 45),
    (1991, 9, 29, 2, 45), (1991, 9, 29, 3), (1992, 3, 29, 2, 30), (2023, 3, 1, 1, 59), (2024, 2, 29, 12), (2024, 3, 1, 2), (2024, 3, 31, 2, 30), (2024, 4, 7, 2, 30),
    (2024, 10, 6, 2, 30), (2024, 10, 27, 1, 30), (2024, 10, 27, 2, 30), (2024, 10, 28, 1, 30), (2024, 12, 31, 23, 59, 59), (2024, 10, 26, 1, 59), (9998, 7, 1),
]
for name, zone in zones.items():
    print(name, zone)
    for moment in MOMENTS:
        for fold in (0, 1):
            local = datetime(*moment, tzinfo=zone, fold=fold)
            utc = local.astimezone(timezone.utc)
            back = utc.astimezone(zone)
            print(f"  {local} {local.tzname()} {local.dst()} {utc:%d %H:%M} {back} {back.fold}")
    for hours in range(-3, 4):
        for base in ((1990, 9, 30, 1), (1991, 9, 29, 1), (1970, 1, 1), (2024, 10, 27, 1), (2024, 4, 6, 16), (1971, 10, 31, 2)):
            utc = datetime(*base, tzinfo=timezone.utc) + timedelta(minutes=hours * 30)
            back = utc.astimezone(zone)
            print("  ", back, back.fold, end="")
    print()
    print("  ", time(1, 2, tzinfo=zone).utcoffset(), zone.utcoffset(None), zone.dst(None), zone.tzname(None))


class Stamp(datetime):
    pass


stamp = Stamp(2024, 10, 27, 0, 30, tzinfo=timezone.utc).astimezone(zones["central"])
print(type(stamp).__name__, stamp, stamp + timedelta(hours=1))
for wrong in (3, "x", date(2024, 1, 1), datetime(2024, 1, 1), datetime(2024, 1, 1, tzinfo=timezone.utc)):
    try:
        print(zones["central"].fromutc(wrong))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
try:
    pickle.dumps(zones["central"])
except pickle.PicklingError as error:
    print(error)

class Named(ZoneInfo):
    pass


named = Named.from_file(tzif([(0, 1)], [(-3600, 0, "A"), (5400, 0, "B")], ""), key="named")
named.extra = 1
print(named, named.extra, isinstance(named, ZoneInfo), named.utcoffset(datetime(1960, 1, 1)))

for rule in ("EST5EDT,M3.2.0/4:00:00,M11.1.0/-1", "<+0330>-3:30<+0430>,J79/24,J263/24", "A-167B,M1.1.1/167,M2.2.2/-167:30", "<-03>3<-02>4:30:15,0/0,J365/25",
             "A5<>6,M3.2.0,M1.1.0", "A25", "A:5", "A5B", "A,M3.2.0,M1.1.0", "A5<B,M3.2.0,M1.1.0", "A5B6:1,M3.2.0,M1.1.0", "<A?>5", "A5B,M3.2,M1.1.0", "A5B,M3.2.07,M1.1.0",
             "A5B,M13.2.0,M1.1.0", "A5B,M3.6.0,M1.1.0", "A5B,M3.2.0/168,M1.1.0", "A5B,M3.2.0/1:2,M1.1.0", "A5B,J366,M1.1.0"):
    try:
        zone = ZoneInfo.from_file(tzif([], [(0, 0, "OLD")], rule))
    except ValueError as error:
        print(rule, type(error).__name__)
    else:
        print(rule, *(datetime(year, month, 9, tzinfo=zone).strftime("%Z%z") for year in (1900, 2024, 9998) for month in (2, 7)))
