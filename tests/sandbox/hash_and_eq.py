# limits: instructions=2000000
# ends: instructions
class Same:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        return False
d = {}
while True:
    d[Same()] = 1
