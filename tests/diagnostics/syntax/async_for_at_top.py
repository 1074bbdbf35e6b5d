async for line in lines:
    print(line)
