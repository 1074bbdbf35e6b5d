# limits: heap=32M
# ends: heap memory
text = "ä" * 10 ** 7
text.encode("utf-7")
print("ESCAPED")
