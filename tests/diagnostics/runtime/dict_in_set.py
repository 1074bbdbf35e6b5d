users = {{"name": "Ada"}, {"name": "Grace"}}
print(len(users))
