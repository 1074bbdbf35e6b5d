def async main():
    pass
