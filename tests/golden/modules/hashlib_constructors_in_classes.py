"""Constructors of hashes that a class holds are no methods of its instances."""

import hashlib

for name in sorted(hashlib.algorithms_guaranteed):
    holder = type("Holder", (), {"make": getattr(hashlib, name)})()
    made = holder.make(b"data", usedforsecurity=False)
    print(name, "=", made.hexdigest(8) if name.startswith("shake") else made.hexdigest()[:16])

for kind in (hashlib.blake2b, hashlib.blake2s):
    print(kind.__name__, "is a class =", isinstance(kind, type), kind.__module__)
    print(kind.__name__, "sizes =", kind.SALT_SIZE, kind.PERSON_SIZE, kind.MAX_KEY_SIZE, kind.MAX_DIGEST_SIZE)
