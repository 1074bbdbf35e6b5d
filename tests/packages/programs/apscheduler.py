"""Jobs on asyncio's loop and in the background: intervals, dates, cron, pauses, listeners."""
import asyncio
from datetime import datetime, timedelta, timezone
from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

ran = []
errors = []


async def tick():
    ran.append("tick")


def fail():
    raise ValueError("from a job")


async def main():
    scheduler = AsyncIOScheduler(timezone=timezone.utc)
    scheduler.add_listener(lambda event: errors.append(str(event.exception)), EVENT_JOB_ERROR)
    scheduler.add_job(tick, "interval", seconds=0.02, id="tick")
    scheduler.add_job(fail, "date", run_date=datetime.now(timezone.utc) + timedelta(seconds=0.02))
    scheduler.start()
    while len(ran) < 3 or not errors:
        await asyncio.sleep(0.01)
    scheduler.pause_job("tick")
    print("ticks:", len(ran) >= 3, scheduler.get_job("tick").next_run_time)
    print("errors:", errors)
    scheduler.shutdown()


import logging

logging.disable()
asyncio.run(main())
scheduler = BackgroundScheduler(timezone=timezone.utc)
scheduler.start()
job = scheduler.add_job(ran.clear)
while ran:
    pass
scheduler.shutdown()
print("background:", ran)
start = datetime(2024, 2, 28, 23, 30, tzinfo=timezone.utc)
trigger = CronTrigger(day="last", hour="*/6", timezone=timezone.utc)
times = []
for _ in range(4):
    start = trigger.get_next_fire_time(None, start) + timedelta(seconds=1)
    times.append(start.strftime("%m-%d %H:%M"))
print("cron:", times, trigger)
