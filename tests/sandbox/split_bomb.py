# limits: heap=64M
# ends: heap memory
("a" * 10_000_000).split("a")
