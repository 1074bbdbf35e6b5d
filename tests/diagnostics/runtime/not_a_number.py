def parse(line):
    name, age = line.split(",")
    return name, int(age)


for line in ["Ada,36", "Grace,forty"]:
    print(parse(line))
