"""Methods that may give coroutines, and a function that is no method."""


class Kitchen:
    def __init__(self):
        self.pots = 2

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        pass

    async def __call__(self, dish):
        return dish

    async def __getitem__(self, dish):
        return dish

    async def __anext__(self):
        return self


async def __init__(self):
    pass
