# limits: heap=32M
# ends: heap memory
("\t" * 1000).expandtabs(10**8)
