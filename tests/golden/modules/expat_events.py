"""Events, positions and errors of XML documents."""

from _expat_documents import docs, expat, run

for d in docs:
    print(d)
    run(d)
