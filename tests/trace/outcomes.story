one has failed
['good', ValueError('bad')]
first
second
0 1
cancelled
inside
came
The story of outcomes.py

At 0 s
  - The event loop starts (line 63): it makes a task of main(), the first to run.
  - main() starts.
  - main() makes tasks of part() in Task-2 and part() in Task-3 (line 30). They have not
    started yet: that happens when main() waits.
  - main() waits until all of them are done (line 30).
  - part() in Task-2 starts.
  - part() in Task-2 sleeps for 3 s (line 5); others can run.
  - part() in Task-3 starts.
  - part() in Task-3 sleeps for 1 s (line 5); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 1 s
  - part() in Task-3 continues: its sleep has ended.
  - part() in Task-3 fails with ValueError: bad.
  - main() continues: part() in Task-3 has failed.
  - main() prints "one has failed".
  - main() makes tasks of part() in Task-4 and part() in Task-5 (line 33). They have not
    started yet: that happens when main() waits.
  - main() waits until all of them are done (line 33).
  - part() in Task-4 starts.
  - part() in Task-4 sleeps for 1 s (line 5); others can run.
  - part() in Task-5 starts.
  - part() in Task-5 sleeps for 2 s (line 5); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 2 s
  - part() in Task-4 continues: its sleep has ended.
  - part() in Task-4 is done.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 3 s
  - part() in Task-2 continues: its sleep has ended.
  - part() in Task-2 is done.
  - part() in Task-5 continues: its sleep has ended.
  - part() in Task-5 fails with ValueError: bad.
  - main() continues: all that it gathered are done.
  - main() prints "['good', ValueError('bad')]".
  - main() makes tasks of part() in Task-6 and part() in Task-7 (line 35). They have not
    started yet: that happens when main() waits.
  - main() waits until the next of its tasks is done (line 36).
  - part() in Task-6 starts.
  - part() in Task-6 sleeps for 2 s (line 5); others can run.
  - part() in Task-7 starts.
  - part() in Task-7 sleeps for 1 s (line 5); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 4 s
  - part() in Task-7 continues: its sleep has ended.
  - part() in Task-7 is done.
  - main() continues: part() in Task-7 is done.
  - main() prints "first".
  - main() waits until the next of its tasks is done (line 36).
  - Both tasks wait, and nothing else can run: the clock moves on by 1 s.

At 5 s
  - part() in Task-6 continues: its sleep has ended.
  - part() in Task-6 is done.
  - main() continues: part() in Task-6 is done.
  - main() prints "second".
  - main() makes a task of part() in Task-8 (line 37). It has not started yet: that happens
    when main() waits.
  - main() waits in asyncio.wait() for its tasks (line 38).
  - part() in Task-8 starts.
  - part() in Task-8 sleeps for 60 s (line 5); others can run.
  - Both tasks wait, and nothing else can run: the clock moves on by 1 s.

At 6 s
  - main() continues: it timed out.
  - main() prints "0 1".
  - main() asks part() in Task-8 to stop (line 40).
  - main() waits until part() in Task-8 is done (line 42).
  - part() in Task-8 continues: it has been asked to stop.
  - part() in Task-8 is cancelled.
  - main() continues: part() in Task-8 was cancelled.
  - main() prints "cancelled".
  - main() enters its `async with` (line 47).
  - Room.__aenter__() sleeps for 0.1 s (line 22); others can run.
  - The loop makes a task of the closing of a generator.
  - The closing of a generator starts.
  - The closing of a generator sleeps for 0.5 s; others can run.
  - Both tasks wait, and nothing else can run: the clock moves on by 0.1 s.

At 6.1 s
  - main() continues in Room.__aenter__(): its sleep has ended.
  - main() prints "inside".
  - main() leaves its `async with` (line 47).
  - Room.__aexit__() sleeps for 0.1 s (line 25); others can run.
  - Both tasks wait, and nothing else can run: the clock moves on by 0.1 s.

At 6.2 s
  - main() continues in Room.__aexit__(): its sleep has ended.
  - main() waits for a future (line 51).
  - Both tasks wait, and nothing else can run: the clock moves on by 0.3 s.

At 6.5 s
  - The closing of a generator continues: its sleep has ended.
  - The closing of a generator is done.
  - The only task waits, and nothing else can run: the clock moves on by 0.7 s.

At 7.2 s
  - main() continues: what it waited for has arrived.
  - main() prints "came".
  - main() makes a task of user() in Task-10 (line 59). It has not started yet: that happens
    when main() waits.
  - main() makes a task of user() in Task-11 (line 60). It has not started yet: that happens
    when main() waits.
  - main() waits until all tasks of its group have ended (line 58).
  - user() in Task-10 starts.
  - user() in Task-10 takes the lock (line 55).
  - user() in Task-10 sleeps for 0.1 s (line 56); others can run.
  - user() in Task-11 starts.
  - user() in Task-11 has to wait for the lock (line 55): user() in Task-10 has it.
  - All tasks wait, and nothing else can run: the clock moves on by 0.1 s.

At 7.3 s
  - user() in Task-10 continues: its sleep has ended.
  - user() in Task-10 releases the lock.
  - user() in Task-10 is done.
  - user() in Task-11 continues: user() in Task-10 released the lock.
  - user() in Task-11 takes the lock (line 55).
  - user() in Task-11 sleeps for 0.1 s (line 56); others can run.
  - Both tasks wait, and nothing else can run: the clock moves on by 0.1 s.

At 7.4 s
  - user() in Task-11 continues: its sleep has ended.
  - user() in Task-11 releases the lock.
  - user() in Task-11 is done.
  - main() continues: all tasks of its group have ended.
  - main() is done.

It took 7.4 s in all. One after another, the waits (11 tasks) would have taken 11.9 s, but
they overlap and took 6.7 s: while part() in Task-2 waited, the others had their turn.
