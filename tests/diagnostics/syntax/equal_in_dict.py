options = {"size" = 3}
