async def steam_broccoli():
    # only a comment


print("never")
