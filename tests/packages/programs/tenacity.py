"""Functions and coroutines tried again: waits, stops, conditions, callbacks, statistics."""
import asyncio
import tenacity
from tenacity import AsyncRetrying, RetryError, retry, retry_if_exception_type, retry_if_result, stop_after_attempt, wait_exponential, wait_none

calls = []


@retry(stop=stop_after_attempt(4), wait=wait_none(), retry=retry_if_exception_type(ValueError))
def third():
    calls.append(1)
    if len(calls) < 3:
        raise ValueError("not yet")
    return "done"


print("sync:", third(), len(calls), third.statistics["attempt_number"])


@retry(stop=stop_after_attempt(2), wait=wait_none(), before_sleep=lambda s: print("before:", s.attempt_number, s.outcome.exception()))
async def never():
    await asyncio.sleep(0)
    raise KeyError("k")


@retry(retry=retry_if_result(lambda x: x < 3), wait=wait_none(), stop=stop_after_attempt(5), retry_error_callback=lambda s: "gave up")
async def count():
    calls.append(1)
    return len(calls) - 3


async def main():
    try:
        await never()
    except RetryError as error:
        print("gave up:", error.last_attempt.attempt_number, repr(error.last_attempt.exception()))
    print("result:", await count())
    async for attempt in AsyncRetrying(stop=stop_after_attempt(3), wait=wait_none(), reraise=True):
        with attempt:
            print("attempt:", attempt.retry_state.attempt_number)
            if attempt.retry_state.attempt_number < 3:
                raise OSError
    state = tenacity.RetryCallState(None, None, (), {})
    print("waits:", [wait_exponential(max=9)(setattr(state, "attempt_number", n) or state) for n in range(1, 6)])
    try:
        await never.retry_with(stop=stop_after_attempt(1), reraise=True)()
    except KeyError as error:
        print("reraised:", error)


asyncio.run(main())
