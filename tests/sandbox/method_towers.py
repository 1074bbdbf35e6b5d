# limits: heap=64M time=20000ms
# ends: heap memory
# Each bound method adds an argument to those of the one around it.
import types
method = print
for _ in range(100_000):
    method = types.MethodType(method, 1)
method()
