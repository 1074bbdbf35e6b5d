x = values[]
