class Logged:
    def __setattr__(self, name, value):
        print("set", name)
        self.value = value


Logged().size = 3
