import asyncio

def load(path)
    return open(path).read()

async def main():
    text = load("a.txt"
    if text = "":
        print "empty"
    else if text:
        print(text)

def late():
    await main()
