from _second import price

NAME = "apple"
