import asyncio

total = 0


async def main():
    await asynco.sleep(1)
    time.sleep(1)
    print(totl)
    for guest in guests:
        print(guest)


class Kitchen:
    size = 4
    tables = [size for _ in range(2)]
    chairs = size * legs

    def seats(self):
        return size


def annotated(dish: Dish) -> "Unknown":
    local: Dish = None
    return [x for x in range(3)] and x


lambda y: y + z
print(f"{nothing} {total:{width}}")
match total:
    case Point(x=0):
        pass
try:
    unheard_of
except ValueError:
    pass
del gone
