class Kitchen:
    async def __init__(self):
        self.pots = 2

    async def __len__(self):
        return self.pots

    async def __enter__(self):
        return self

    async def __exit__(self, *error):
        pass
