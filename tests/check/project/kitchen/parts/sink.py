from ..pantry import fetch


def rinse():
    fetch("water")


def wash():
    rinse()
