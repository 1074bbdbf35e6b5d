# limits: time=300ms instructions=1000000000000
# ends: time
import itertools
next(itertools.islice(itertools.count(), 10**15, None))
