# `int` reads the digits of all scripts, and refuses text with any other character beyond ASCII.


def attempt(text, base=10):
    try:
        print(ascii(text), base, "|", int(text, base))
    except ValueError as error:
        print(ascii(text), base, "|", ascii(str(error)))


for text in ("\u0661\u0662", "\uff11\uff12", "-\u0967", "\u2007\u0667\u2007", "\u0661_\u0662"):
    attempt(text)
for text in ("\xe9", "1\xe9", "\xb2", "\ud8f0", "\U0001f600", "\u2212\uff11", "\xbd"):
    attempt(text)
attempt("\uff11\uff21", 16)
attempt("\xe9", 0)
