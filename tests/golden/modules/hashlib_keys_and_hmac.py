import hashlib
import hmac

import _hashlib


def attempt(name, function, *args, **options):
    try:
        result = function(*args, **options)
        print(name, result.hex() if isinstance(result, bytes) else result.hexdigest())
    except Exception as error:
        print(name, type(error).__name__, error)


# The vectors of RFC 7914.
attempt("empty", hashlib.scrypt, b"", salt=b"", n=16, r=1, p=1)
attempt("two mixed", hashlib.scrypt, b"password", salt=b"NaCl", n=256, r=8, p=2, dklen=32)
attempt("short", hashlib.scrypt, bytearray(b"p"), salt=memoryview(b"s"), n=2, r=1, p=1, dklen=5)
attempt("more memory", hashlib.scrypt, b"p", salt=b"s", n=2**10, r=1, p=1, maxmem=2**20, dklen=10)
for name, options in {
    "n no power": {"n": 3, "r": 1, "p": 1},
    "r zero": {"n": 16, "r": 0, "p": 1},
    "p zero": {"n": 16, "r": 1, "p": 0},
    "too much memory": {"n": 2**20, "r": 8, "p": 1},
    "maxmem too small": {"n": 16, "r": 1, "p": 1, "maxmem": 100},
    "maxmem negative": {"n": 16, "r": 1, "p": 1, "maxmem": -1},
    "dklen zero": {"n": 16, "r": 1, "p": 1, "dklen": 0},
    "p missing": {"n": 16, "r": 1},
    "n missing": {"r": 1, "p": 1},
    "n negative": {"n": -16, "r": 1, "p": 1},
    "huge r and p": {"n": 16, "r": 2**20, "p": 2**20},
}.items():
    attempt(name, hashlib.scrypt, b"p", salt=b"s", **options)
attempt("no salt", hashlib.scrypt, b"p", n=16, r=1, p=1)
attempt("text", hashlib.scrypt, "p", salt=b"s", n=16, r=1, p=1)

for digest in ("md5", "sha256", "SHA-512", "sha3_256", "blake2b", hashlib.sha1, "nope"):
    name = digest if isinstance(digest, str) else "function"
    attempt(f"new {name}", hmac.new, b"key", b"message", digest)
    attempt(f"digest {name}", hmac.digest, b"key" * 100, b"message", digest)
code = hmac.new(b"k", digestmod="sha256")
code.update(b"part")
copy = code.copy()
copy.update(b"more")
print("copies", code.hexdigest()[:8], copy.hexdigest()[:8], code.name, code.digest_size, code.block_size)
native = _hashlib.hmac_new(b"k", b"m", "sha256")
print("native", repr(native).partition(" @")[0], type(native), native.name, native.digest_size, native.block_size)
for digest in ("nope", None, 5):
    try:
        _hashlib.hmac_new(b"k", b"m", digest)
    except _hashlib.UnsupportedDigestmodError as error:
        print("unsupported", isinstance(error, ValueError), type(error))
print("functions", _hashlib.openssl_sha256(b"x").hexdigest()[:8], _hashlib.new("sha1").name, _hashlib.get_fips_mode())
print("truncated", hashlib.new("sha512_256", b"x").hexdigest()[:8], hashlib.new("SHA512-224", b"x").digest_size)
print("names", {"sha256", "blake2b"} <= _hashlib.openssl_md_meth_names, "sha512_256" in hashlib.algorithms_guaranteed)
