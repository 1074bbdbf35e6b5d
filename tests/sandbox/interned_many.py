# limits: heap=32M
# ends: heap memory
import sys
kept = set()
for i in range(10**9):
    kept.add(sys.intern("name of an attribute %d" % i))
