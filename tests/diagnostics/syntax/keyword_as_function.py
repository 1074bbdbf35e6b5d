def print_or_return(x): return x
def return(x):
    pass
