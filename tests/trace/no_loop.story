one
two
The story of no_loop.py

At 0 s
  - The program prints "one".
  - The program calls time.sleep() (line 5) and does nothing for 1 s.

At 1 s
  - The program prints "two".

The program took 1 s, without an event loop.
