# What a SystemExit's frames hold goes before the functions of atexit; what sys holds goes last.
import atexit
import sys


class Noted:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("end of", self.name, "| sees", TEXT)


TEXT = "text"
named = Noted("a name")
sys.modules["extra"] = Noted("sys.modules")
atexit.register(lambda held=Noted("argument of atexit"): print("atexit:", held.name))


def ends():
    local = Noted("a local name")
    raise SystemExit(3)


ends()
