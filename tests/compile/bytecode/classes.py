class Point(Base):
    """A place."""

    count: int = 0

    def __init__(self, x):
        super().__init__()
        self.x = x
