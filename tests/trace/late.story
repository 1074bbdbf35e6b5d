The story of late.py

At 0 s
  - The event loop starts (line 20): it makes a task of main(), the first to run.
  - main() starts.
  - main() calls broccoli() (line 14). That only creates a coroutine: nothing of it runs
    until it is awaited or becomes a task.
  - main() calls burgers() (line 15). That only creates a coroutine: nothing of it runs
    until it is awaited or becomes a task.
  - The coroutine 'burgers' was never awaited: it never ran.
  - Standard error shows "late.py:15: RuntimeWarning: coroutine 'burgers' was never
    awaited".
  - main() awaits burgers() (line 16), which starts at once.
  - burgers() sleeps for 3 s (line 10); others can run.
  - The only task waits, and nothing else can run: the clock moves on by 3 s.

At 3 s
  - main() continues in burgers(): its sleep has ended.
  - broccoli() starts only now, as it is awaited.
  - broccoli() sleeps for 2 s (line 6); others can run.
  - The only task waits, and nothing else can run: the clock moves on by 2 s.

At 5 s
  - main() continues in broccoli(): its sleep has ended.
  - main() is done.

It took 5 s in all. No two sleeps overlapped: they came one after another.

Worth a look
  - never awaited: coroutine 'burgers' was never awaited: made in main() (late.py:15).
  - started late: broccoli() was called at 0 s in main() (late.py:14), but started only at 3
    s, when it was awaited; asyncio.create_task() would have started it at once.
