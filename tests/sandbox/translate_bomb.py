# limits: heap=64M
# ends: heap memory
("a" * 100_000).translate({97: "x" * 1_000_000})
