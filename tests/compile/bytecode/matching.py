def match(command):
    match command:
        case ["go", ("north" | "south") as where]:
            return where
        case {"x": x, **rest} if x:
            return rest
        case Point(x=0, y=y):
            return y
        case _:
            return None
