# limits: time=300ms instructions=100000000000
# ends: time
while True:
    pass
