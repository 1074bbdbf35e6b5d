import _failing

_failing.run(0)
