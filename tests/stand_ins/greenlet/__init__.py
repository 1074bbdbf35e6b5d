# The package around the compiled part, as little as programs here need of it.
from ._greenlet import GreenletExit, error, getcurrent, gettrace, greenlet, settrace
