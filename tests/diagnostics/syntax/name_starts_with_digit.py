1st = "ann"
