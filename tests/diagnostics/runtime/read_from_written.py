with open("/dev/null", "w") as f:
    f.write("a")
    print(f.read())
