loaded = True
print("package", __name__)
