names = ["Ada", "Grace"]
names.push("Barbara")
