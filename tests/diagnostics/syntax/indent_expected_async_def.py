async def f():
print("done")
