first-name = "ann"
