# limits: heap=16M
# ends: heap memory
exec("x = [" + "1," * 1_000_000 + "]")
