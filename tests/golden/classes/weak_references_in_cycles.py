# Weak references to objects in a dead cycle: which are called back, and what finalizers see.
import gc
import weakref


class Node:
    def __init__(self, name): self.name = name
    def __del__(self): print("finalizes", self.name, "whose weak reference gives", seen() if seen else None)


seen = None


def cycle(name):
    a, b = Node(name + " one"), Node(name + " two")
    a.other, b.other = b, a
    return a


def outside(reference): print("called back from outside", reference() is None)


node = cycle("first")
seen = kept = weakref.ref(node, outside)
node = None
gc.collect()
print("kept reference", kept())


# The reference is part of the garbage, with its callback: nobody is called.
def inside(reference, queue=[1]): print("never printed")


node = cycle("second")
seen = weakref.ref(node)
node.watch = weakref.ref(node.other, inside)
node = None
gc.collect()


class Pool:
    def __init__(self):
        self.items = [self]
        def callback(_, items=self.items): print("never printed either", items)
        self.watch = weakref.ref(self, callback)
        self.callback = callback


seen = None
pool = Pool()
pool = None
print("collected", gc.collect() > 0)
values = weakref.WeakValueDictionary()
values["a"] = node = cycle("third")
seen = lambda: "a" in values
node = None
gc.collect()
print("left in the dictionary", len(values))
seen = None
