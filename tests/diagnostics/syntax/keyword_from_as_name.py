from = "Berlin"
