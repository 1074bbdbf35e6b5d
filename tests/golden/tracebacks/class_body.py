class Broken:
    ready = True
    value = undefined_name
