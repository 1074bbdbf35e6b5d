def find(users, name):
    for user in users:
        if user["name"] == name:
            return user


users = [{"name": "Ada", "mail": "ada@example.org"}]
print(find(users, "Grace")["mail"])
