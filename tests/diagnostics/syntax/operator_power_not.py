x = 2 + not a
