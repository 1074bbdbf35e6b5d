"""A class of event loops whose __init__ takes other parameters than the library's."""
import asyncio


class Counting(asyncio.SelectorEventLoop):
    def __init__(self, start=0, *, step=1):
        super().__init__()
        self.passes, self.step = start, step

    def call_soon(self, *args, **kwargs):
        self.passes += self.step
        return super().call_soon(*args, **kwargs)


async def main():
    await asyncio.sleep(0)
    return "done"


for loop in (Counting(), Counting(100), Counting(step=10)):
    first = loop.passes
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        print(type(loop).__name__, first, runner.run(main()), (loop.passes - first) // loop.step > 0 and "counted")
