# limits: heap=900M time=1000ms
# ends: time
import re
for n in range(100, 10 ** 6, 100):
    re.compile("(?:" * 50 + "a{%d}" % n + "){20}" * 50)
    re.purge()
    re.compile("|".join("a{0,%d}b" % i for i in range(n)))
re.sub("", "x" * 10 ** 6, "a" * 10 ** 6)
