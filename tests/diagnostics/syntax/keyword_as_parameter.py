def connect(host, from):
    pass
