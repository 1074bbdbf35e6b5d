from twisted.internet.defer import Deferred


async def report(result: Deferred, log):
    try:
        await result
    except BaseException:
        log("failed")
