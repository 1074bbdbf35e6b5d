# What the frames of an uncaught exception hold goes after the functions of atexit.
import atexit


class Noted:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("end of", self.name, "| sees", TEXT)


TEXT = "text"
named = Noted("a name")
atexit.register(print, "atexit")


def fails():
    local = Noted("a local name")
    raise ValueError("uncaught")


fails()
