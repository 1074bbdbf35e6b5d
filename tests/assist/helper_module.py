LIMIT = 3
raise AssertionError("the module was imported")


async def fetch():
    pass
