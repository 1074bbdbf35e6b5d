import asyncio


class Account:
    def __init__(self, name, balance):
        self.name, self.balance, self.inbox = name, balance, asyncio.Queue()

    async def run(self):
        while True:
            match await self.inbox.get():
                case ("deposit", amount):
                    self.balance += amount
                    print(self.name, "has", self.balance)
                case ("transfer", amount, other) if amount <= self.balance:
                    self.balance -= amount
                    other.inbox.put_nowait(("deposit", amount))
                    print(self.name, "sends", amount, "to", other.name)
                case ("transfer", amount, _):
                    print(self.name, "cannot send", amount)
                case ("balance", reply):
                    reply.set_result(self.balance)
                case "stop":
                    print(self.name, "stops")
                    return


async def main():
    a, b = Account("ann", 10), Account("ben", 0)
    async with asyncio.TaskGroup() as tg:
        tg.create_task(a.run())
        tg.create_task(b.run())
        for message in [("transfer", 7, b), ("transfer", 7, b), ("deposit", 5), ("transfer", 7, b)]:
            a.inbox.put_nowait(message)
        await asyncio.sleep(0)
        b.inbox.put_nowait(("transfer", 1, a))
        await asyncio.sleep(0.01)
        reply = asyncio.get_running_loop().create_future()
        b.inbox.put_nowait(("balance", reply))
        print("ben's balance:", await reply)
        for account in (a, b):
            account.inbox.put_nowait("stop")
    print("a.balance + b.balance =", a.balance + b.balance)


asyncio.run(main())
