# limits: time=300ms instructions=1000000000000
# ends: time
import itertools
all(map(bool, filter(None, zip(itertools.count(1), itertools.repeat(1)))))
