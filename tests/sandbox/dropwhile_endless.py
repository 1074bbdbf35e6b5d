# limits: time=300ms instructions=1000000000000
# ends: time
import itertools, operator
next(itertools.filterfalse(bool, itertools.repeat(1)))
