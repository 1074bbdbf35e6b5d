visited = set()
visited.add([1, 2])
