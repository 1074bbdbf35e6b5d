import sys

try:
    sys.modules["_half_package.first"].late
except AttributeError as error:
    text = str(error)
    print("attribute:", text.partition(" from ")[0], text.partition(".py' ")[2])
