class Robot:
    def walk(self):
        self.stpe()

    def step(self):
        print("step")


Robot().walk()
