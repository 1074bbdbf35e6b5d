pass = "secret"
