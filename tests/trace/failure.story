(ValueError('too hot'),)
too late
soon
The story of failure.py

At 0 s
  - The event loop starts (line 33): it makes a task of main(), the first to run.
  - main() starts.
  - main() makes a task of explode() (line 18). It has not started yet: that happens when
    main() waits.
  - main() makes a task of wait() in Task-3 (line 19). It has not started yet: that happens
    when main() waits.
  - main() makes a task of wait() in Task-4 (line 20). It has not started yet: that happens
    when main() waits.
  - main() waits until all tasks of its group have ended (line 17).
  - explode() starts.
  - explode() sleeps for 1 s (line 6); others can run.
  - wait() in Task-3 starts.
  - wait() in Task-3 waits for the event (line 11).
  - wait() in Task-4 starts.
  - wait() in Task-4 waits for the barrier (line 11).
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 1 s
  - explode() continues: its sleep has ended.
  - explode() fails with ValueError: too hot.
  - As explode() has failed, wait() in Task-3 is asked to stop.
  - As explode() has failed, wait() in Task-4 is asked to stop.
  - As explode() has failed, main() is asked to stop.
  - wait() in Task-3 continues: it has been asked to stop.
  - wait() in Task-3 is cancelled.
  - wait() in Task-4 continues: it has been asked to stop.
  - wait() in Task-4 is cancelled.
  - main() continues: it has been asked to stop.
  - main() waits until all tasks of its group have ended (line 17).
  - main() continues: all tasks of its group have ended.
  - main() prints "(ValueError('too hot'),)".
  - main() waits for a future (line 25).
  - The only task waits, and nothing else can run: the clock moves on by 0.5 s.

At 1.5 s
  - It timed out: main() is asked to stop.
  - main() continues: it has been asked to stop.
  - main() prints "too late".
  - main() lets the others have a turn (line 29).
  - The program prints "soon".
  - main() continues.
  - main() lets the others have a turn (line 30).
  - main() continues.
  - main() is done.

It took 1.5 s in all.
