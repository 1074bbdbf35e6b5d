The story of circle.py

At 0 s
  - The event loop starts (line 21): it makes a task of main(), the first to run.
  - main() starts.
  - main() makes tasks of take() in Task-2, take() in Task-3 and beat() (line 18). They have
    not started yet: that happens when main() waits.
  - main() waits until all of them are done (line 18).
  - take() in Task-2 starts.
  - take() in Task-2 takes lock 1 (line 5).
  - take() in Task-2 sleeps for 0.1 s (line 6); others can run.
  - take() in Task-3 starts.
  - take() in Task-3 takes lock 2 (line 5).
  - take() in Task-3 sleeps for 0.1 s (line 6); others can run.
  - beat() starts.
  - beat() sleeps for 1 s (line 13); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 0.1 s.

At 0.1 s
  - take() in Task-2 goes on: its sleep is over.
  - take() in Task-2 has to wait for lock 2 (line 7): take() in Task-3 has it.
  - take() in Task-3 goes on: its sleep is over.
  - take() in Task-3 has to wait for lock 1 (line 7): take() in Task-2 has it.
  - On standard error appears "circle.py:7: DeadlockWarning: tasks wait for each other in a
    circle: Task-2 → Task-3 → Task-2".
  - All tasks wait, and nothing else can run: the clock moves on by 0.9 s.

At 1 s
  - beat() goes on: its sleep is over.
  - beat() sleeps for 1 s (line 13); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 2 s
  - beat() goes on: its sleep is over.
  - beat() sleeps for 1 s (line 13); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 3 s
  - beat() goes on: its sleep is over.
  - beat() is done.
  - The loop asks main() to stop.
  - The loop asks take() in Task-2 to stop.
  - The loop asks take() in Task-3 to stop.
  - take() in Task-2 goes on: it has been asked to stop.
  - take() in Task-2 gives lock 1 back.
  - take() in Task-2 is cancelled.
  - take() in Task-3 goes on: it has been asked to stop.
  - take() in Task-3 gives lock 2 back.
  - take() in Task-3 is cancelled.
  - main() goes on: it has been asked to stop.
  - main() is cancelled.
  - The program ends with RuntimeError: deadlock: 3 tasks wait for something that can never
    happen.

In all it took 3 s. One after another, the waits (take() in Task-2 0.1 s, take() in Task-3
0.1 s and beat() 3 s) would have taken 3.2 s, but they overlap: while beat() waited, the
others had their turn.

Worth a look
  - lock held long: Lock 1 was held for 3 s across an await, taken by Task-2 in take()
    (circle.py:5), while others waited for it.
  - lock held long: Lock 2 was held for 3 s across an await, taken by Task-3 in take()
    (circle.py:5), while others waited for it.
  - waits in a circle: Task-3 waits for Lock 1 in take() (circle.py:7), Task-2 waits for
    Lock 2 in take() (circle.py:7).
