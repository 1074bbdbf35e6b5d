print(b"abc" + "def")
