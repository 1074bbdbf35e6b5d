class Robot:
    def __init__(self, name, speed=1):
        self.name = name
        self.speed = speed


robot = Robot("R2", 3, "blue")
