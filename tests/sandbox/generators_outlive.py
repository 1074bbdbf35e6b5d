# limits: instructions=100000
# ends: instructions
def held():
    try:
        yield
    finally:
        print("ESCAPED")
async def also():
    try:
        yield
    finally:
        print("ESCAPED")
g = held()
next(g)
a = also()
try:
    a.__anext__().send(None)
except StopIteration:
    pass
import contextlib
@contextlib.contextmanager
def manager():
    try:
        yield
    finally:
        print("ESCAPED")
with manager():
    while True:
        pass
