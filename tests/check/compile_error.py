def main():
    await sleep(1)


return 1
