# limits: instructions=100000
# ends: instructions
class K:
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        try:
            while True:
                pass
        except BaseException:
            print("ESCAPED")
            return True
sorted([K(1), K(2), K(3)])
