names = ["Ada", "Grace"]
names.apend("Barbara")
