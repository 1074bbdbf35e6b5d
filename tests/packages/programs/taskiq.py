"""Tasks sent to a broker in memory: results, dependencies, errors, middlewares, labels."""
import asyncio
from taskiq import Context, InMemoryBroker, TaskiqDepends, TaskiqMiddleware


class Count(TaskiqMiddleware):
    seen = 0

    def pre_execute(self, message):
        Count.seen += 1
        return message


broker = InMemoryBroker().with_middlewares(Count())


async def resource():
    yield "resource"


@broker.task
async def add(a: int, b: int = 1) -> int:
    await asyncio.sleep(0)
    return a + b


@broker.task(label="x")
async def uses(context: Context = TaskiqDepends(), found: str = TaskiqDepends(resource)) -> str:
    return f"{found} {context.message.labels['label']}"


@broker.task
def in_thread() -> None:
    raise ValueError("from a task")


async def main():
    await broker.startup()
    task = await add.kiq(1, b=2)
    result = await task.wait_result(timeout=2)
    print("result:", result.return_value, result.is_err)
    print("dependencies:", (await (await uses.kiq()).wait_result()).return_value)
    failed = await (await in_thread.kiq()).wait_result()
    print("error:", failed.is_err, repr(failed.error))
    tasks = [await add.kiq(n) for n in range(4)]
    print("several:", [(await task.wait_result()).return_value for task in tasks])
    print("middleware:", Count.seen)
    await broker.shutdown()


asyncio.run(main())
