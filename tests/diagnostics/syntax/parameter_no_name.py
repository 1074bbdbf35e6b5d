def (a, b):
    pass
