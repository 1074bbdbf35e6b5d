if ready?:
    pass
