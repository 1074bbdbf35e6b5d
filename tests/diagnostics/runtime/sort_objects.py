class Score:
    def __init__(self, points):
        self.points = points

print(sorted([Score(2), Score(1)]))
