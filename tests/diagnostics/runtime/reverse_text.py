"abc".reverse()
