"""The modules below public ones, which programs import by their own names."""

import importlib

for line in """_blake2 blake2b blake2s
_contextvars Context ContextVar Token copy_context
_lsprof Profiler
_md5 md5
_random Random
_sha1 sha1
_sha2 sha224 sha256 sha384 sha512
_sha3 sha3_256 shake_128
_signal signal getsignal SIGINT
_stat S_ISDIR filemode ST_MODE
_statistics _normal_dist_inv_cdf
_struct Struct calcsize pack unpack_from
_locale setlocale strcoll LC_ALL
_symtable symtable DEF_BOUND
posix stat environ getpid O_RDONLY WNOHANG""".split("\n"):
    module, *names = line.split()
    found = importlib.import_module(module)
    print(module, [name for name in names if not hasattr(found, name)])

import _md5
import _struct
import os
import posix
import struct

print("the same", _struct.pack is struct.pack, posix.getpid is os.getpid)
print("digest", _md5.md5(b"a").hexdigest())
print("environment", all(isinstance(key, bytes) for key in posix.environ))
for name in ("walk", "path", "makedirs"):
    try:
        getattr(posix, name)
    except AttributeError as error:
        print(name, error)
