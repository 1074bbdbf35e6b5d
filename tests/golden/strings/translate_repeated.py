"""Characters that a text repeats: the table answers alike each time, whatever kind of answer it is."""
text = "abcabc-é-abc" * 3
print(text.translate({97: "A", 98: None, 99: 120}))
print(text.translate({97: "long", 98: "é", 99: 233, 233: 101}))
print(text.translate({97: 0x7f, 98: 0x80, 99: 0, 45: 0x10ffff}).encode("unicode_escape"))
print(text.translate({}))


class Counting:
    """A table that answers another character each time."""

    def __init__(self):
        self.asked = 0

    def __getitem__(self, code):
        self.asked += 1
        return 0x2460 + self.asked


print("aaaé".translate(Counting()))
try:
    "aab".translate({98: -1})
except ValueError as error:
    print(error)
for encoding in "utf-16", "utf-16-le", "utf-16-be":
    print(encoding, "ab~\0".encode(encoding), "aé".encode(encoding))
print("é".rjust(1400, "☃") == "☃" * 1399 + "é", len("x".center(2001, "é").encode()), "x".ljust(1300, "é")[-1])
