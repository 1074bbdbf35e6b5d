import gc


class Node:
    def __init__(self):
        self.next = None


node = Node()
other = Node()
other.next = node
print("referents:", other in gc.get_referents([other]), node in gc.get_referents(other, [node]))
holder = [node, 1]
print("referrers:", any(found is holder for found in gc.get_referrers(node)))
print("no referrers:", gc.get_referrers())
print("objects:", any(found is node for found in gc.get_objects()))
try:
    gc.get_objects(3)
except ValueError as error:
    print("generation:", error)

calls = []


def watch(phase, info):
    calls.append((phase, sorted(info)))


gc.collect()
gc.callbacks.append(watch)
a = Node()
a.next = a
del a
found = gc.collect()
gc.callbacks.remove(watch)
print("found:", found >= 1)
for call in calls:
    print("call:", call)

gc.set_debug(gc.DEBUG_SAVEALL)
b = Node()
b.next = b
del b
gc.collect()
gc.set_debug(0)
print("saved:", any(isinstance(thing, Node) for thing in gc.garbage), gc.get_debug())
gc.garbage.clear()
print("frozen:", gc.get_freeze_count())
