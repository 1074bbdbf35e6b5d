# limits: heap=64M
# ends: heap memory
kept = []
while True:
    kept.append("{:{}.{}}".format("x" * 1000, 10 ** 6, 10 ** 3))
    kept.append(f"{1:{10 ** 6}}")
    kept.append("%-*.*f" % (10 ** 6, 1000, 1.5))
