"""XML documents that come byte by byte."""

from _expat_documents import docs, expat, run

for d in docs:
    print(d)
    run(d, chunk=1, setup=lambda p: p.SetReparseDeferralEnabled(False))
