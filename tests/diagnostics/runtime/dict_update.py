scores = {}
for name in ["Ada", "Grace", "Ada"]:
    scores[name] += 1
