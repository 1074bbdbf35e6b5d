total = 1 + \
    2 + \
    3
print("total =", total)
values = [
    1,
    2,  # a comment inside brackets

    3,
]
print(values, (
    "split"
    " string"
), {
    "key":
        "value"
})
if True: print("one line"); print("two statements")
if (1 and
        2):
    print("open bracket in a condition")
for i in range(2): print(i, end=" "); print()
class Empty: pass
def one(): return 1
print(one(), Empty.__name__);
x = 1; y = 2;
print("x, y =", x, y)
text = "a\
b"
print("text =", text)
while True: break
else: print("never")
