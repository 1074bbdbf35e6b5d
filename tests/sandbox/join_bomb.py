# limits: heap=32M
# ends: heap memory
"".join(["a" * 1_000_000] * 1000)
