# Raising, catching and cleaning up.
class Refused(ValueError):
    pass


def check(n):
    if n % 4 == 0:
        raise Refused(n)
    return n


def run(limit):
    kept = refused = cleaned = 0
    for n in range(limit):
        try:
            kept += check(n)
        except Refused as error:
            refused += error.args[0]
        finally:
            cleaned += 1
    return kept, refused, cleaned


print(*run(400_000))
