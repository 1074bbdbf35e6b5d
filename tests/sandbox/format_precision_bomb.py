# limits: heap=32M
# ends: heap memory
f"{1.0:.1000000000f}"
