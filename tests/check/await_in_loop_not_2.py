"""Coroutines of another scheduler."""


async def widget(name):
    return name


async def widgets(names):
    found = []
    for name in names:
        found.append(await widget(name))
    return found, [await widget(name) for name in names]
