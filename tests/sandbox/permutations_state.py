# limits: time=500ms
# ends: time
import itertools
SIZE = 1_000_000
permutations = itertools.permutations(range(SIZE))
# One step that begins anew at every place.
permutations.__setstate__((tuple(range(SIZE)), (1,) * SIZE))
next(permutations)
