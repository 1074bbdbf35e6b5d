rooms = {1: "kitchen", 2: "bath"}
number = "2"
print(rooms[number])
