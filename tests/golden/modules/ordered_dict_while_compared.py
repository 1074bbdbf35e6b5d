# Keys of an OrderedDict whose comparison uses the same dict, under a lock that can be taken again.
import threading
from collections import OrderedDict


class Key:
    def __init__(self, calls):
        self.calls = calls

    def __hash__(self):
        return 1

    def __eq__(self, other):
        if self.calls:
            use(self)
        return self.calls == other.calls


def use(key):
    with lock:
        order.move_to_end(key)


lock, order, stored = threading.RLock(), OrderedDict(), Key(True)
order[stored] = 1
use(Key(True))
print("moved while keys are compared", len(order))
order = OrderedDict.fromkeys("abc")
order.move_to_end("c")
order.move_to_end("a", last=False)
order.move_to_end("b")
order.move_to_end("c", last=False)
print("moved", "".join(order))
