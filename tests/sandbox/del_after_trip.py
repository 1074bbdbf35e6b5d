# limits: instructions=100000
# ends: instructions
class Late:
    def __del__(self):
        print("ESCAPED")

def hold():
    late = Late()
    while True:
        pass

also = Late()
hold()
