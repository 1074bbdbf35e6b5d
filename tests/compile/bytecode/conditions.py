def classify(x, y, z):
    if x is None or not y:
        return "none"
    if 0 < x < y and z != 3:
        return "between"
    value = x or y and z
    return value if x in y else -z


def search(items, wanted):
    while items:
        if (item := items.pop()) == wanted:
            break
    else:
        return None
    return item
