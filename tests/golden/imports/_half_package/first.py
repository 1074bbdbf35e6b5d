from . import second

late = 1
