"""Handlers whose function raises later, or is about to end anyway."""

import asyncio


async def raised_later(work):
    error = None
    try:
        await work()
    except BaseException:
        error = True
    if error:
        raise RuntimeError("failed")


async def while_handling(work, clean):
    try:
        await work()
    except BaseException:
        try:
            await clean()
        except BaseException:
            print("cleaning failed")
        raise


async def at_the_end(work, clean):
    try:
        await work()
    finally:
        try:
            await clean()
        except:
            pass
