the fetching goes on
The story of together.py

At 0 s
  - The event loop starts (line 50): it makes a task of main(), the first to run.
  - main() starts.
  - main() makes tasks of fetch() in task ann and fetch() in task bob (line 33). They have
    not started yet: that happens when main() waits.
  - main() waits in asyncio.wait() for its tasks (line 33).
  - fetch() in task ann starts.
  - fetch() in task ann sleeps for 1 s (line 6); others can run.
  - fetch() in task bob starts.
  - fetch() in task bob has to wait for the semaphore (line 5): none of its places is free.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 1 s
  - fetch() in task ann continues: its sleep has ended.
  - fetch() in task ann is done.
  - fetch() in task bob continues: fetch() in task ann released the semaphore.
  - fetch() in task bob sleeps for 1 s (line 6); others can run.
  - Both tasks wait, and nothing else can run: the clock moves on by 1 s.

At 2 s
  - fetch() in task bob continues: its sleep has ended.
  - fetch() in task bob is done.
  - main() continues: fetch() in task bob is done.
  - main() makes a task of worker() (line 36). It has not started yet: that happens when
    main() waits.
  - main() waits until all items of the queue have been processed (line 38).
  - worker() starts.
  - worker() sleeps for 1 s (line 11); others can run.
  - Both tasks wait, and nothing else can run: the clock moves on by 1 s.

At 3 s
  - worker() continues: its sleep has ended.
  - worker() waits for an item of the queue (line 11): it is empty.
  - main() continues: all items of the queue have been processed.
  - main() makes tasks of runner() in Task-3, runner() in Task-4, guest() and cook() (line
    41). They have not started yet: that happens when main() waits.
  - main() waits until all of them are done (line 41).
  - runner() in Task-3 starts.
  - runner() in Task-3 sleeps for 1 s (line 16); others can run.
  - runner() in Task-4 starts.
  - runner() in Task-4 sleeps for 2 s (line 16); others can run.
  - guest() starts.
  - guest() waits for the condition (line 28).
  - cook() starts.
  - cook() sleeps for 1 s (line 21); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 4 s
  - runner() in Task-3 continues: its sleep has ended.
  - runner() in Task-3 waits for the barrier (line 17).
  - cook() continues: its sleep has ended.
  - cook() is done.
  - guest() continues: cook() notified the condition.
  - guest() is done.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 5 s
  - runner() in Task-4 continues: its sleep has ended.
  - runner() in Task-4 is done.
  - runner() in Task-3 continues: with runner() in Task-4, all have come to the barrier.
  - runner() in Task-3 is done.
  - main() continues: all that it gathered are done.
  - main() makes a task of fetch() in Task-7 (line 45). It has not started yet: that happens
    when main() waits.
  - main() waits for what shield() keeps from being cancelled (line 45).
  - fetch() in Task-7 starts.
  - fetch() in Task-7 sleeps for 2 s (line 6); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 6 s
  - It timed out: main() is asked to stop.
  - main() continues: it has been asked to stop.
  - main() prints "the fetching goes on".
  - main() is done.
  - The loop is about to end, and asks worker() to stop.
  - The loop is about to end, and asks fetch() in Task-7 to stop.
  - worker() continues: it has been asked to stop.
  - worker() is cancelled.
  - fetch() in Task-7 continues: it has been asked to stop.
  - fetch() in Task-7 is cancelled.

It took 6 s in all. One after another, the waits (7 tasks) would have taken 8 s, but they
overlap: while runner() in Task-4 waited, the others had their turn.
