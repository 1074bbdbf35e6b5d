def sign(number):
    if number > 0:
        word = "positive"
    elif number < 0:
        word = "negative"
    return word


print(sign(1), sign(0))
