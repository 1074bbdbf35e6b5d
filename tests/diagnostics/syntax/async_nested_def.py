async def main():
    def helper():
        await work()
    helper()
