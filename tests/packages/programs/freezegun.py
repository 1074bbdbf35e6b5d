"""Time that stands still, moves and ticks, for functions, classes and coroutines."""
import asyncio
import datetime
import time
import uuid
from freezegun import freeze_time


@freeze_time("2024-02-29 12:00:00")
def frozen():
    return datetime.datetime.now(), datetime.date.today(), time.time(), time.gmtime().tm_yday


@freeze_time("2020-01-01", tz_offset=2)
class Group:
    def now(self):
        return datetime.datetime.now(), datetime.datetime.utcnow()


async def wait():
    with freeze_time("2021-05-05") as clock:
        before = datetime.datetime.now()
        clock.tick(datetime.timedelta(hours=1))
        after = datetime.datetime.now(datetime.timezone.utc)
        clock.move_to("2022-01-01")
        return before, after, datetime.datetime.now()


print(frozen())
print(Group().now())
print(asyncio.run(wait()))
with freeze_time("2020-01-01 00:00:00", auto_tick_seconds=10):
    print(time.time(), time.time(), isinstance(datetime.datetime.now(), datetime.datetime))
with freeze_time(lambda: datetime.datetime(2001, 1, 1)):
    print(datetime.datetime.now().isoformat(), time.strftime("%Y-%m-%d"), time.monotonic() == time.monotonic())
    print(uuid.uuid1().time > 0, datetime.datetime.fromtimestamp(time.time()))
print(datetime.datetime.now().year > 2023)
