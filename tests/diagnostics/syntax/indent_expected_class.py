class A:
print("done")
