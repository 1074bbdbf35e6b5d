# limits: heap=32M
# ends: heap memory
# prints: began
text, data, items = "x" * (1 << 22), b"x" * (1 << 22), (None,) * (1 << 19)
print("began")
kept = []
while True:
    for sequence in text, data, items, list(items):
        kept.append(sequence[1:])
