done = false
while not done:
    done = True
