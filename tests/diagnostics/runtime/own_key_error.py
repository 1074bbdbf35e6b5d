USERS = {"ada": 1}


def find(name):
    if name not in USERS:
        raise KeyError("no user")
    return USERS[name]


print(find("grace"))
