def load_scores(name):
    scores = {"ada": [3, 5]}
    print("loading", name)
    scores[name]


scores = load_scores("ada")
print(sum(scores))
