names = ["Ada", "Grace"]
for i in len(names):
    print(i, names[i])
