def größe(x):
    return "日本" + x


größe(5)
