# limits: heap=32M
# ends: heap memory
"{:>{w}}".format(1, w=10**9)
