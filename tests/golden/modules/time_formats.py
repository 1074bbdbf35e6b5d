"""Widths and flags of `strftime`, time tuples out of range, and local times that do not exist."""
import os
import time
from datetime import date, datetime, timedelta, timezone, tzinfo

os.environ["TZ"] = "America/New_York"
time.tzset()
moment = time.struct_time((2024, 3, 5, 7, 8, 9, 1, 65, 0))
for code in "%4Y %10Y %03d %5m %_5m %^10b %010d %6S %5% %012Y %_12Y %-5d %08b %_^12B %s %-d %_d %#a %Od %EY %99999d".split():
    print(code, repr(time.strftime(code, moment)), repr(datetime(*moment[:6]).strftime(code)))


def attempt(function, *given):
    try:
        print(function.__name__, given, function(*given))
    except Exception as error:
        print(function.__name__, given, type(error).__name__, error)


usual = (2000, 1, 2, 3, 4, 5, 6, 7, 0)
for place, numbers in ((0, (2**31 - 1, 2**31, -(2**31), -(2**31) + 1900, 10**20)), (6, (-3, -2, -1, 7)), (8, (-1, 1, 2))):
    for number in numbers:
        given = usual[:place] + (number,) + usual[place + 1:]
        for function in (time.asctime, time.mktime):
            attempt(function, given)
for given in ((1, 2), 5, "a"):
    attempt(time.asctime, given)
    attempt(time.strftime, "%Y", given)
attempt(time.strftime, "%Y\0")
attempt(time.ctime, "a")
attempt(time.clock_gettime, 99)
for year, month, day, hour in ((2024, 3, 10, 2), (2024, 11, 3, 1), (2024, 7, 1, 12)):
    for fold in (0, 1):
        local = datetime(year, month, day, hour, 30, fold=fold)
        print(local, fold, local.astimezone(timezone.utc), local.astimezone(), local.timestamp())
attempt(date.fromisocalendar, 2**40, 1, 1)
attempt(date.fromisocalendar, 2019, 1, 2**70)
attempt(date, b"19\x0d\x01")
attempt(date, b"\x07\xe8\x03\x05")


class Ratio(float):
    def __init__(self, ratio):
        self.ratio = ratio

    def __new__(cls, ratio):
        return float.__new__(cls, 2)

    def as_integer_ratio(self):
        return self.ratio


for ratio in (3, (1, 2, 3), (3, 2)):
    attempt(timedelta(seconds=6).__mul__, Ratio(ratio))
    attempt(timedelta(seconds=6).__truediv__, Ratio(ratio))


class Named(str):
    def replace(self, *given):
        return None


class Zone(tzinfo):
    def utcoffset(self, moment):
        return timedelta(0)

    def tzname(self, moment):
        return Named("name")


attempt(datetime(2024, 1, 1, tzinfo=Zone()).strftime, "%Z")
