"""Words flow through queues: a source, two stages, a sink; None closes the line."""

import asyncio


async def stage(work, inbox, outbox):
    while (item := await inbox.get()) is not None:
        await outbox.put(work(item))
    await outbox.put(None)


async def main():
    texts, trimmed, titled = (asyncio.Queue(maxsize=1) for _ in range(3))

    async def source():
        for text in ["  hob ", "pan  ", " ladle", None]:
            await texts.put(text)
            print("sent", repr(text))

    async def sink():
        while (item := await titled.get()) is not None:
            print("got ", repr(item))

    await asyncio.gather(
        source(),
        stage(str.strip, texts, trimmed),
        stage(str.title, trimmed, titled),
        sink(),
    )


asyncio.run(main())
