# limits: instructions=1000000
# ends: instructions
while True:
    pass
