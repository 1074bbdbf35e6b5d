async def get():
    return 1

print(f"{await get()}")
