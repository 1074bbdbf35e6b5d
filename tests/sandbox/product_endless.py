# limits: time=300ms instructions=1000000000000
# ends: time
import itertools, collections
collections.deque(itertools.product(range(1000), repeat=10), maxlen=0)
