def main(lines):
    return [line async for line in lines]
