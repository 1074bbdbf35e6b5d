# limits: instructions=1000000
# ends: instructions
import collections, itertools
collections.deque(itertools.count(), maxlen=0)
