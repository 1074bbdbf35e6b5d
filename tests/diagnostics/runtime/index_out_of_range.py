names = ["Ada", "Grace", "Barbara"]
for number in range(len(names) + 1):
    print(number, names[number])
