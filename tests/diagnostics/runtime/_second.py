from _first import NAME

price = {NAME: 3}
