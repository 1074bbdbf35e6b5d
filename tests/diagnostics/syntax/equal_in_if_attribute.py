if self.ready = True:
    print("ready")
