4 €
too slow
cancelled
The story of at_once.py

At 0 s
  - The event loop starts (line 36): it makes a task of main(), the first to run.
  - main() starts.
  - main() prints "4 €".
  - main() makes tasks of cook() in Task-2, cook() in Task-3, cook() in Task-4 and cook() in
    Task-5 (line 23). They have not started yet: that happens when main() waits.
  - main() waits until all of them are done (line 23).
  - cook() in Task-2 starts.
  - cook() in Task-2 sleeps for 1 s (line 16); others can run.
  - cook() in Task-3 starts.
  - cook() in Task-3 sleeps for 1 s (line 16); others can run.
  - cook() in Task-4 starts.
  - cook() in Task-4 has to wait for the bounded semaphore (line 15): none of its places is
    free.
  - cook() in Task-5 starts.
  - cook() in Task-5 has to wait for the stove (line 15): none of its places is free.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 1 s
  - cook() in Task-2 continues: its sleep has ended.
  - cook() in Task-2 is done.
  - cook() in Task-3 continues: its sleep has ended.
  - cook() in Task-3 is done.
  - cook() in Task-4 continues: cook() in Task-2 released the bounded semaphore.
  - cook() in Task-4 sleeps for 1 s (line 16); others can run.
  - cook() in Task-5 continues: cook() in Task-3 released the stove.
  - cook() in Task-5 sleeps for 1 s (line 16); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 2 s
  - cook() in Task-4 continues: its sleep has ended.
  - cook() in Task-4 is done.
  - cook() in Task-5 continues: its sleep has ended.
  - cook() in Task-5 is done.
  - main() continues: all that it gathered are done.
  - main() makes tasks of sleep() in Task-6 and sleep() in Task-7 (line 25). They have not
    started yet: that happens when main() waits.
  - main() waits until the next of its tasks is done (line 26).
  - sleep() in Task-6 starts.
  - sleep() in Task-6 sleeps for 5 s; others can run.
  - sleep() in Task-7 starts.
  - sleep() in Task-7 sleeps for 1 s; others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 3 s
  - sleep() in Task-7 continues: its sleep has ended.
  - sleep() in Task-7 is done.
  - main() continues: sleep() in Task-7 is done.
  - main() waits until the next of its tasks is done (line 26).
  - Both tasks wait, and nothing else can run: the clock moves on by 1 s.

At 4 s
  - main() continues: it timed out.
  - main() prints "too slow".
  - main() asks its own task to stop (line 29).
  - main() sleeps for 1 s (line 31); others can run.
  - main() continues: it has been asked to stop.
  - main() prints "cancelled".
  - main() is done.
  - The loop is about to end, and asks sleep() in Task-6 to stop.
  - sleep() in Task-6 continues: it has been asked to stop.
  - sleep() in Task-6 is cancelled.

It took 4 s in all. One after another, the waits (cook() in Task-2 1 s, cook() in Task-3 1
s, cook() in Task-4 1 s, cook() in Task-5 1 s, sleep() in Task-6 2 s and sleep() in Task-7 1
s) would have taken 7 s, but they overlap: while sleep() in Task-6 waited, the others had
their turn.
