# -*- coding: utf-8 -*-
# comment
print("a")  # trailing
  # indented comment
if True:
# comment at column zero
    print("b")
        # deeper comment
    print("c")

café = "ünïcode names"
print(café)
数 = 3
print("数 + 1 =", 数 + 1)
ﬁ = "normalised"
print(fi)
print("# not a comment", '#', """
# in a string
""")
