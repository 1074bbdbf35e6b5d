async def main(lines):
    async for line in lines
        print(line)
