def call(f, items, options):
    f(1, key=2)
    f.method(*items, last=3)
    f(0, *items, **options)
    print(f"{items!r:>{options}} {f}")
    return lambda extra=items: f(extra)
