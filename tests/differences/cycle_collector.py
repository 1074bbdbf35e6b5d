"""The cycle collector runs when memory has grown, not after every few thousand objects.

Programs of asyncio make few cycles, and looking for them costs time. Objects outside cycles are freed
at once in both, and `gc.collect()` finds all garbage in both.
"""

import gc
import weakref


class Node:
    pass


def cycle():
    node = Node()
    node.me = node
    return weakref.ref(node)


first = cycle()
others = [cycle() for _ in range(10_000)]
print("collected soon:", first() is None)
gc.collect()
print("collected on request:", first() is None, {other() for other in others})
