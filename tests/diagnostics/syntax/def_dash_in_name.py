def say-hello():
    pass
