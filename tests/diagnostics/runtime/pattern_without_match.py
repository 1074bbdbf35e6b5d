import re

found = re.match("[0-9]+", "room 12")
print(found.group())
