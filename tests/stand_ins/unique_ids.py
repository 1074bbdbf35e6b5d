"""uuid_utils: identifiers of all versions, their parts and their order."""

import copy
import pickle
import uuid

import uuid_utils
from uuid_utils import UUID


def show(label, work):
    try:
        result = work()
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(f"{label}:", result)


one = UUID("12345678-1234-5678-9234-567812345678")
for name in ("bytes", "bytes_le", "clock_seq", "clock_seq_hi_variant", "clock_seq_low", "fields", "hex", "int", "node",
             "time", "time_hi_version", "time_low", "time_mid", "timestamp", "urn", "variant", "version", "is_safe"):
    show(name, lambda: getattr(one, name))
print(repr(one), str(one), int(one), hash(one) == hash(uuid.UUID(str(one))))
print("compared:", one == UUID(str(one)), one == uuid.UUID(str(one)), one != 5, one < UUID(int=1), one >= one)
print("copied:", pickle.loads(pickle.dumps(one)) == one, copy.deepcopy(one) == one)
show("assigned", lambda: setattr(one, "int", 1))
for given in ({"hex": "x"}, {"hex": "{12345678123456781234567812345678}"}, {},
              {"hex": "urn:uuid:12345678-1234-5678-1234-567812345678"}, {"hex": "12345678-12345678-12345678-12345678"},
              {"bytes": b"1234567890123456"}, {"bytes": b"1"}, {"bytes_le": b"1234567890123456"},
              {"fields": (1, 2, 3, 4, 5, 6)}, {"fields": (1, 2)}, {"int": -1}, {"int": 1 << 128}, {"int": 5},
              {"int": 5, "version": 4}, {"int": 5, "version": 9}, {"hex": "0" * 32, "int": 3}):
    show(given, lambda: UUID(**given))
for name in ("NIL", "MAX", "NAMESPACE_DNS", "NAMESPACE_URL", "NAMESPACE_OID", "NAMESPACE_X500", "RFC_4122"):
    print(f"{name}:", getattr(uuid_utils, name))

print("3:", uuid_utils.uuid3(uuid_utils.NAMESPACE_DNS, "a"), uuid_utils.uuid3(uuid_utils.NAMESPACE_DNS, b"a"))
print("5:", uuid_utils.uuid5(uuid_utils.NAMESPACE_URL, "a"), uuid_utils.uuid5(uuid_utils.NAMESPACE_URL, "\u00e9"))
print("8:", uuid_utils.uuid8(b"0123456789abcdef"))
show("8", lambda: uuid_utils.uuid8(b"0"))
show("3", lambda: uuid_utils.uuid3(5, "a"))
first = uuid_utils.uuid1(5, 7)
print("1:", first.version, first.node, first.clock_seq)
sixth = uuid_utils.uuid6(5, timestamp=1700000000)
print("6:", str(sixth)[:18], sixth.node, sixth.time)
seventh = uuid_utils.uuid7(1700000000, 5_000_000)
print("7:", str(seventh)[:14], seventh.version, seventh.variant, seventh.time, seventh.timestamp)
for make in (uuid_utils.uuid4, uuid_utils.uuid6, uuid_utils.uuid7):
    made = [make() for _ in range(2000)]
    ordered = sorted(made) == made
    print(make().version, "all differ:", len(set(made)) == 2000, "in order:", ordered if made[0].version > 4 else "-")
print("ints:", UUID(int=uuid_utils._uuid4_int()).version, UUID(int=uuid_utils._uuid7_int()).version)
show("timestamp of version 4", lambda: uuid_utils.uuid4().timestamp)
