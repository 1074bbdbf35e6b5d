"""A handler of a signal may end a wait in which nothing else can happen."""

import asyncio
import os
import signal
import threading


class Alarm(Exception):
    pass


def ring(number, frame):
    raise Alarm(signal.Signals(number).name)


async def idle():
    await asyncio.Event().wait()


signal.signal(signal.SIGALRM, ring)
signal.signal(signal.SIGUSR1, ring)

signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    asyncio.run(idle())
except Alarm as alarm:
    print("loop:", alarm)

signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    threading.Event().wait()
except Alarm as alarm:
    print("event:", alarm)

calls = []
signal.signal(signal.SIGUSR1, lambda *_: calls.append("called"))


async def woken():
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.Event().wait()


try:
    asyncio.run(woken())
except Alarm as alarm:
    print("after a handler:", calls, alarm)
