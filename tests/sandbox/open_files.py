# limits: files=4
# capabilities: write=$TMP
# ends: open files
# prints: one at a time
with open("$TMP/a", "w") as file:
    file.write("one")
for _ in range(100):
    with open("$TMP/a") as file:
        assert file.read() == "one"
    open("$TMP/a", "rb").close()
files = [open("$TMP/a") for _ in range(4)]
files.pop()
files.append(open("$TMP/a"))
print("one at a time")
try:
    files.append(open("$TMP/a"))
finally:
    print("ESCAPED")
