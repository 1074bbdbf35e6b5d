names = {"Ada", "Grace"}
print(names[0])
