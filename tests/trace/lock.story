The story of lock.py

At 0 s
  - The event loop starts (line 29): it makes a task of main(), the first to run.
  - main() starts.
  - main() makes a task of waiter() (line 20). It has not started yet: that happens when
    main() waits.
  - main() makes tasks of cook() in task 'cook a', cook() in task 'cook b' and cook() in
    task 'cook c' (line 23). They have not started yet: that happens when main() waits.
  - main() waits until all tasks of its group have ended (line 21).
  - waiter() starts.
  - waiter() waits for an item of the queue (line 13): it is empty.
  - cook() in task 'cook a' starts.
  - cook() in task 'cook a' takes the lock (line 6).
  - cook() in task 'cook a' sleeps for 2 s (line 7); others can run.
  - cook() in task 'cook b' starts.
  - cook() in task 'cook b' has to wait for the lock (line 6): cook() in task 'cook a' has
    it.
  - cook() in task 'cook c' starts.
  - cook() in task 'cook c' has to wait for the lock (line 6): cook() in task 'cook a' has
    it.
  - All tasks wait, and nothing else can run: the clock moves on by 2 s.

At 2 s
  - cook() in task 'cook a' continues: its sleep has ended.
  - cook() in task 'cook a' releases the lock.
  - cook() in task 'cook a' is done.
  - cook() in task 'cook b' continues: cook() in task 'cook a' released the lock.
  - cook() in task 'cook b' takes the lock (line 6).
  - cook() in task 'cook b' sleeps for 2 s (line 7); others can run.
  - waiter() continues: cook() in task 'cook a' put an item into the queue.
  - waiter() sleeps for 1 s (line 14); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 3 s
  - waiter() continues: its sleep has ended.
  - waiter() waits for an item of the queue (line 13): it is empty.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 4 s
  - cook() in task 'cook b' continues: its sleep has ended.
  - cook() in task 'cook b' releases the lock.
  - cook() in task 'cook b' is done.
  - cook() in task 'cook c' continues: cook() in task 'cook b' released the lock.
  - cook() in task 'cook c' takes the lock (line 6).
  - cook() in task 'cook c' sleeps for 2 s (line 7); others can run.
  - waiter() continues: cook() in task 'cook b' put an item into the queue.
  - waiter() sleeps for 1 s (line 14); others can run.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 5 s
  - waiter() continues: its sleep has ended.
  - waiter() waits for an item of the queue (line 13): it is empty.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 6 s
  - cook() in task 'cook c' continues: its sleep has ended.
  - cook() in task 'cook c' releases the lock.
  - cook() in task 'cook c' is done.
  - waiter() continues: cook() in task 'cook c' put an item into the queue.
  - waiter() sleeps for 1 s (line 14); others can run.
  - main() continues: all tasks of its group have ended.
  - main() waits until all items of the queue have been processed (line 24).
  - Both tasks wait, and nothing else can run: the clock moves on by 1 s.

At 7 s
  - waiter() continues: its sleep has ended.
  - waiter() waits for an item of the queue (line 13): it is empty.
  - main() continues: all items of the queue have been processed.
  - main() asks waiter() to stop (line 25).
  - main() waits in asyncio.wait() for its tasks (line 26).
  - waiter() continues: it has been asked to stop.
  - waiter() is cancelled.
  - main() continues: waiter() was cancelled.
  - main() is done.

It took 7 s in all. One after another, the waits (waiter() 3 s, cook() in task 'cook a' 2 s,
cook() in task 'cook b' 2 s and cook() in task 'cook c' 2 s) would have taken 9 s, but they
overlap: while waiter() waited, the others had their turn.

Worth a look
  - lock held long: Lock 2 was held for 2 s across an await, taken by cook a in cook()
    (lock.py:6), while others waited for it.
