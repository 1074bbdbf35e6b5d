answer = "caf\u00e9"
print(answer.decode("utf-8"))
