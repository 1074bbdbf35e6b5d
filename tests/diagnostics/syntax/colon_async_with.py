async def main(session):
    async with session.get("/") as response
        print(response)
