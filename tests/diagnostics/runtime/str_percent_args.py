print("%s is %s" % "Ada")
