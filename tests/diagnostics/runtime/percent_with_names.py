name = "Ada"
print("Hello %(name)s" % name)
