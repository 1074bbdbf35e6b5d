import base64
import hashlib
import struct
import zlib

print(hashlib.sha256(b"hob").hexdigest(), hashlib.md5(b"").hexdigest(), hashlib.sha1(b"a").digest()[:4], hashlib.new("sha512", b"x").hexdigest()[:16])
h = hashlib.sha256()
h.update(b"ho")
h.update(b"b")
print(h.hexdigest() == hashlib.sha256(b"hob").hexdigest(), h.name, h.digest_size)
print(base64.b64encode(b"hello\xff"), base64.b64decode("aGk="), base64.urlsafe_b64encode(b"\xfb\xff"), base64.b32encode(b"a"), base64.b16encode(b"\x0f"))
print(struct.pack(">IhB", 1, -2, 3), struct.unpack("<HH", b"\x01\x00\x02\x00"), struct.calcsize("iq"), struct.pack("<d", 1.5), struct.unpack(">f", b"\x3f\x80\x00\x00"))
try:
    struct.unpack("I", b"1")
except struct.error as error:
    print(error)
print("zlib.crc32(b\"hob\") =", zlib.crc32(b"hob"))
print("zlib.decompress(zlib.compress(b\"a\" * 100)) == b\"a\" * 100 =", zlib.decompress(zlib.compress(b"a" * 100)) == b"a" * 100)
