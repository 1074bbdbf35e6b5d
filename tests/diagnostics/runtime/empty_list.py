scores = []
print("best:", scores[0])
