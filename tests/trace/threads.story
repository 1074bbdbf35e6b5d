[2, None]
[ValueError('no such row')]
too late
quick
The story of threads.py

At 0 s
  - The event loop starts (line 52): it makes a task of main(), the first to run.
  - main() starts.
  - main() makes tasks of to_thread() in Task-2 and to_thread() in Task-3 (line 34). They
    have not started yet: that happens when main() waits.
  - main() waits until all of them are done (line 34).
  - to_thread() in Task-2 starts.
  - to_thread() in Task-2 passes read() to a thread: others can run meanwhile.
  - to_thread() in Task-2 waits for to_thread().
  - to_thread() in Task-3 starts.
  - to_thread() in Task-3 passes time.sleep() to a thread: others can run meanwhile.
  - to_thread() in Task-3 waits for to_thread().

At 1 s
  - The thread is done with time.sleep().
  - to_thread() in Task-3 continues: to_thread() is done.
  - to_thread() in Task-3 is done.

At 2 s
  - The thread is done with read().
  - to_thread() in Task-2 continues: to_thread() is done.
  - to_thread() in Task-2 is done.
  - main() continues: all that it gathered are done.
  - main() prints "[2, None]".
  - main() passes fail() to a thread (line 36): others can run meanwhile.
  - main() waits until all of them are done (line 37).

At 3 s
  - In its thread, fail() fails with ValueError.
  - main() continues: what it waited for has arrived.
  - main() prints "[ValueError('no such row')]".
  - main() awaits nap() (line 40), which starts at once.
  - nap() sleeps for 5 s (line 25); others can run.
  - The only task waits, and nothing else can run: the clock moves on by 3 s.

At 6 s
  - It timed out: main() is asked to stop.
  - main() continues in nap(): it has been asked to stop.
  - main() prints "too late".
  - main() makes a task of hurry() (line 46), which starts at once.
  - hurry() waits for the event (line 19).
  - main() continues.
  - main() waits until hurry() is done (line 46).
  - Both tasks wait, and nothing else can run: the clock moves on by 1 s.

At 7 s
  - A callback sets the event.
  - hurry() continues: the event is set.
  - hurry() is done.
  - main() continues: hurry() is done.
  - main() prints "quick".
  - <lambda>() starts an event loop in another thread (line 47): it makes a task of
    elsewhere(), the first to run there.
  - elsewhere() starts.
  - elsewhere() sleeps for 1 s (line 29); others can run.
  - main() awaits to_thread() (line 49), which starts at once.
  - main() passes Thread.join() to a thread (line 49): others can run meanwhile.
  - main() waits for to_thread() (line 49).
  - Both tasks wait while a thread works: the clock moves on by 1 s.

At 8 s
  - elsewhere() continues: its sleep has ended.
  - elsewhere() is done.
  - The thread is done with Thread.join().
  - main() continues: to_thread() is done.
  - main() is done.

It took 8 s in all.
