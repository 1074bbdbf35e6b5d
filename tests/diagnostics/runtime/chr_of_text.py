print(chr("65"))
