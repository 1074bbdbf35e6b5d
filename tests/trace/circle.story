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
  - take() in Task-2 continues: its sleep has ended.
  - take() in Task-2 has to wait for lock 2 (line 7): take() in Task-3 has it.
  - take() in Task-3 continues: its sleep has ended.
  - take() in Task-3 has to wait for lock 1 (line 7): take() in Task-2 has it.
  - Standard error shows "circle.py:7: DeadlockWarning: tasks wait for each other in a
    cycle: Task-2 → Task-3 → Task-2".
  - All tasks wait, and nothing else can run: the clock moves on by 0.9 s.

At 1 s
  - beat() continues: its sleep has ended.
  - beat() sleeps for 1 s (line 13); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 2 s
  - beat() continues: its sleep has ended.
  - beat() sleeps for 1 s (line 13); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 3 s
  - beat() continues: its sleep has ended.
  - beat() is done.
  - The loop asks main() to stop.
  - The loop asks take() in Task-2 to stop.
  - The loop asks take() in Task-3 to stop.
  - take() in Task-2 continues: it has been asked to stop.
  - take() in Task-2 releases lock 1.
  - take() in Task-2 is cancelled.
  - take() in Task-3 continues: it has been asked to stop.
  - take() in Task-3 releases lock 2.
  - take() in Task-3 is cancelled.
  - main() continues: it has been asked to stop.
  - main() is cancelled.
  - The program ends with RuntimeError: deadlock: 3 tasks wait for something that can never
    happen.

It took 3 s in all. One after another, the waits (take() in Task-2 0.1 s, take() in Task-3
0.1 s and beat() 3 s) would have taken 3.2 s, but they overlap: while beat() waited, the
others had their turn.

Worth a look
  - lock held long: Lock 1 was held for 3 s across an await, taken by Task-2 in take()
    (circle.py:5), while others waited for it.
  - lock held long: Lock 2 was held for 3 s across an await, taken by Task-3 in take()
    (circle.py:5), while others waited for it.
  - waits in a cycle: Task-3 waits for Lock 1 in take() (circle.py:7), Task-2 waits for Lock
    2 in take() (circle.py:7).
