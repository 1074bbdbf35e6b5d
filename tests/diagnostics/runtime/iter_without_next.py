class Countdown:
    def __iter__(self):
        return self

for n in Countdown():
    print(n)
