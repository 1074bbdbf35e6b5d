class KitchenError(Exception):
    def __str__(self):
        return "the kitchen is closed"


class Module:
    class Inner(Exception): ...


try:
    raise Module.Inner
except Module.Inner:
    raise KitchenError
