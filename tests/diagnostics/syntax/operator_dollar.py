x = $name
