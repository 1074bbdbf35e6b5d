import io

file = io.StringIO("5\n")
file.read()
print(int(file.read()))
