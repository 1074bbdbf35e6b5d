class Machine:
    def step(self):
        print("one")

    def run(self):
        step()


Machine().run()
