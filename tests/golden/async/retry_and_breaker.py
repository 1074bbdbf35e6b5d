import asyncio, functools, time, logging
logging.basicConfig(level=logging.INFO, format="%(levelname)-8s %(name)s %(message)s")
log = logging.getLogger("retry")
class CircuitOpen(Exception): pass
class CircuitBreaker:
    def __init__(self, threshold=3, reset=0.1):
        self.threshold, self.reset = threshold, reset
        self.failures = 0; self.opened = None
    async def __aenter__(self):
        if self.opened is not None:
            if asyncio.get_running_loop().time() - self.opened < self.reset:
                raise CircuitOpen("open")
            log.info("half-open")
        return self
    async def __aexit__(self, t, e, tb):
        if t is None:
            self.failures = 0; self.opened = None
        elif issubclass(t, ConnectionError):
            self.failures += 1
            if self.failures >= self.threshold:
                self.opened = asyncio.get_running_loop().time()
                log.warning("opened after %d", self.failures)
        return False
def retry(tries=3, delay=0.01, backoff=2, exceptions=(Exception,)):
    def deco(fn):
        @functools.wraps(fn)
        async def wrapper(*a, **k):
            d = delay
            for attempt in range(1, tries + 1):
                try:
                    return await fn(*a, **k)
                except exceptions as e:
                    if attempt == tries:
                        log.error("giving up on %s: %r", fn.__name__, e)
                        raise
                    log.debug("attempt %d failed: %s; retrying in %.2fs", attempt, e, d)
                    await asyncio.sleep(d)
                    d *= backoff
        return wrapper
    return deco
calls = 0
@retry(tries=4, exceptions=(ConnectionError, TimeoutError))
async def flaky(n):
    """doc"""
    global calls
    calls += 1
    if calls < n: raise ConnectionRefusedError(111, "refused")
    return "ok after %d" % calls
async def main():
    global calls
    print(await flaky(3), flaky.__name__, flaky.__doc__)
    calls = 0
    try: await flaky(10)
    except ConnectionError as e: print(type(e).__name__, e, e.errno)
    cb = CircuitBreaker()
    for i in range(6):
        try:
            async with cb:
                if i < 4: raise ConnectionResetError("reset %d" % i)
                print("fine")
        except CircuitOpen as e: print("circuit", e); await asyncio.sleep(0.06)
        except ConnectionError as e: print(repr(e))
asyncio.run(main())
