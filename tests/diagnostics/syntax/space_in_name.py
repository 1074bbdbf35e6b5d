my age = 5
