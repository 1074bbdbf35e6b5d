# limits: time=300ms instructions=1000000000000
# ends: time
import itertools
-1 in itertools.count()
