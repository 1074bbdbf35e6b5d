"""`operator.length_hint` of iterators whose containers change meanwhile."""

from operator import length_hint


def hints(label, container, change, iterate=iter):
    iterator = iterate(container)
    next(iterator)
    found = [length_hint(iterator)]
    change(container)
    found.append(length_hint(iterator))
    try:
        found.append(list(iterator))
    except RuntimeError as error:
        found.append(str(error))
    found.append(length_hint(iterator))
    print(label, found)


hints("set grows", {1, 2, 3}, lambda c: c.add(9))
hints("set shrinks", {1, 2, 3}, lambda c: c.clear())
hints("dict grows", {1: 1, 2: 2}, lambda c: c.update({9: 9}))
hints("list is emptied", [1, 2, 3], lambda c: c.clear())
hints("list grows", [1, 2, 3], lambda c: c.append(4))
hints("reversed list is emptied", [1, 2, 3], lambda c: c.clear(), reversed)
hints("reversed list grows", [1, 2, 3], lambda c: c.append(4), reversed)
