# limits: heap=32M
# ends: heap memory
("a" * 100_000).replace("a", "b" * 100_000)
