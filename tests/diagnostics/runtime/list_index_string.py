people = [{"name": "Ada"}, {"name": "Grace"}]
print(people["name"])
