pasta on
avocado ready
meatloaf ready
pasta ready
The story of lunch.py

At 0 s
  - The event loop starts (line 26): it makes a task of lunch(), the first to run.
  - lunch() starts.
  - lunch() makes tasks of pasta(), meatloaf() and avocado() (line 23). They have not
    started yet: that happens when lunch() waits.
  - lunch() waits until all of them are done (line 23).
  - pasta() starts.
  - pasta() prints "pasta on".
  - pasta() sleeps for 10 s (line 8); others can run.
  - meatloaf() starts.
  - meatloaf() sleeps for 3 s (line 13); others can run.
  - avocado() starts.
  - avocado() calls time.sleep() (line 18), which blocks the loop for 2 s: none of the 3
    other tasks can run meanwhile.

At 2 s
  - avocado() prints "avocado ready".
  - avocado() is done.
  - All tasks wait, and nothing else can run: the clock moves on by 1 s.

At 3 s
  - meatloaf() continues: its sleep has ended.
  - meatloaf() prints "meatloaf ready".
  - meatloaf() is done.
  - Both tasks wait, and nothing else can run: the clock moves on by 7 s.

At 10 s
  - pasta() continues: its sleep has ended.
  - pasta() prints "pasta ready".
  - pasta() is done.
  - lunch() continues: all that it gathered are done.
  - lunch() is done.

It took 10 s in all. One after another, the waits (pasta() 10 s, meatloaf() 3 s and
avocado() 2 s) would have taken 15 s, but they overlap: while pasta() waited, the others had
their turn. avocado() blocked the loop for 2 s: in that time, nobody else had a turn.

Worth a look
  - blocked loop: time.sleep in avocado() (lunch.py:18) held up everything for 2 s: nothing
    else could run. `await asyncio.sleep()` would let others run meanwhile.
