from .parts.sink import wash
from . import stove


class Oven:
    def heat(self):
        stove.light()

    async def bake(self):
        pass
