# limits: instructions=1000000
# ends: Endless: <exception whose __str__ raises LimitExceeded>
class Endless(Exception):
    def __str__(self):
        while True:
            pass
    __repr__ = __str__
    @property
    def __notes__(self):
        while True:
            pass
raise Endless
