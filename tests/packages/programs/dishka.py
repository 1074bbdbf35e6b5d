"""Objects provided to coroutines: scopes, clean-up in order, one object for each scope, missing parts."""
import asyncio
from collections.abc import AsyncIterable
from dishka import Provider, Scope, make_async_container, make_container, provide


class Connection:
    def __init__(self, number: int):
        self.number = number


class Repository:
    def __init__(self, connection: Connection):
        self.connection = connection


class Parts(Provider):
    repository = provide(Repository, scope=Scope.REQUEST)

    @provide(scope=Scope.APP)
    def number(self) -> int:
        print("a number is made")
        return 7

    @provide(scope=Scope.REQUEST)
    async def connection(self, number: int) -> AsyncIterable[Connection]:
        print("opened")
        yield Connection(number)
        print("closed")


async def main():
    container = make_async_container(Parts())
    seen = []
    for turn in range(2):
        async with container() as request:
            repository = await request.get(Repository)
            connection = await request.get(Connection)
            print("turn", turn, repository.connection is connection, connection.number)
            seen.append(connection)
    print("one for each request =", seen[0] is not seen[1])
    try:
        await container.get(Repository)
    except Exception as error:
        print("outside of a request:", type(error).__name__)
    await container.close()


class Broken(Provider):
    repository = provide(Repository, scope=Scope.APP)


asyncio.run(main())
try:
    make_container(Broken())
except Exception as error:
    print("a part is missing:", type(error).__name__)
