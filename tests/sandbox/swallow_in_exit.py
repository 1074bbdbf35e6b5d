# limits: instructions=100000
# ends: instructions
class Swallow:
    def __enter__(self):
        return self
    def __exit__(self, *error):
        print("ESCAPED")
        return True

while True:
    with Swallow():
        while True:
            pass
