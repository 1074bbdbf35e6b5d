ping
pong
ping
pong
The story of instant.py

At 0 s
  - The event loop starts (line 15): it makes a task of main(), the first to run.
  - main() starts.
  - main() makes tasks of ping() in Task-2 and ping() in Task-3 (line 12). They have not
    started yet: that happens when main() waits.
  - main() waits until all of them are done (line 12).
  - ping() in Task-2 starts.
  - ping() in Task-2 prints "ping".
  - ping() in Task-2 lets the others have a turn (line 8).
  - ping() in Task-3 starts.
  - ping() in Task-3 prints "pong".
  - ping() in Task-3 lets the others have a turn (line 8).
  - ping() in Task-2 continues.
  - ping() in Task-2 prints "ping".
  - ping() in Task-2 lets the others have a turn (line 8).
  - ping() in Task-3 continues.
  - ping() in Task-3 prints "pong".
  - ping() in Task-3 lets the others have a turn (line 8).
  - ping() in Task-2 continues.
  - ping() in Task-2 is done.
  - ping() in Task-3 continues.
  - ping() in Task-3 is done.
  - main() continues: all that it gathered are done.
  - main() is done.

It took 0 s in all.
