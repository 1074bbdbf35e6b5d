# limits: output=100000
# ends: output
import sys, warnings
while True:
    sys.stderr.write("x" * 1000)
