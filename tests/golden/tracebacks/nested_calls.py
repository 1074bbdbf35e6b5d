class Stove:
    def light(self, burner):
        return self.burners[burner].light()

    @property
    def burners(self):
        return {"left": None}


def cook(stove):
    stove.light("right")


cook(Stove())
