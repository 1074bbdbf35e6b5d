"""Sinks, levels, formats, filters, exceptions, contexts, coroutines as sinks, and rotation."""
import asyncio
import pathlib
import sys
from loguru import logger

logger.remove()
logger.add(sys.stdout, format="{level} {extra} {function}: {message}", level="DEBUG", filter=lambda r: "skip" not in r["message"])
logger.info("hello {} {name}", 1, name="x")
logger.bind(user="a").debug("bound")
logger.trace("below the level")
logger.info("skip this")
with logger.contextualize(task=3):
    logger.success("in context")


@logger.catch(message="caught")
def fail():
    return 1 / 0


logger.remove()
text = []
logger.add(text.append, format="{message}", backtrace=False, diagnose=False)
fail()
print("exception:", text[0].splitlines()[0], "|", text[0].splitlines()[-1])
logger.remove()
logger.add("app_{time:YYYY}.log", rotation="100 B", format="{message}", retention=2)
for n in range(20):
    logger.info(f"line {n} " + "x" * 20)
logger.remove()
print("files:", 2 <= len(list(pathlib.Path().glob("app_*.log"))) <= 3)


async def main():
    async def sink(message):
        await asyncio.sleep(0)
        print("async sink:", message.record["message"])

    logger.add(sink)
    logger.warning("waited for")
    await logger.complete()


asyncio.run(main())
