# base64, hexadecimal digits, uuencoding, quoted-printable and checksums.
import binascii
import random


def result(function, *arguments, **keywords):
    try:
        return function(*arguments, **keywords)
    except Exception as error:
        return type(error).__name__, str(error)


source = random.Random(5)
for i in range(150):
    text = bytes(source.choice(b"ab =\n\r\t._\x00\xff\x80AZ/+z9~") for _ in range(source.randrange(80)))
    data = source.randbytes(source.randrange(50))
    print(i, result(binascii.a2b_base64, text), result(binascii.a2b_base64, text, strict_mode=True), binascii.b2a_base64(data))
    print("i =", i)
    print("result(binascii.b2a_uu, data) =", result(binascii.b2a_uu, data))
    print("result(binascii.b2a_uu, data, backtick=True) =", result(binascii.b2a_uu, data, backtick=True))
    print("result(binascii.a2b_uu, text) =", result(binascii.a2b_uu, text))
    print("i =", i)
    print("binascii.a2b_qp(text) =", binascii.a2b_qp(text))
    print("binascii.a2b_qp(text, True) =", binascii.a2b_qp(text, True))
    print("[binascii.b2a_qp(text, i & 1, i & 2, i & 4)] =", [binascii.b2a_qp(text, i & 1, i & 2, i & 4)])
    print(i, binascii.crc32(data, i * 12345678), binascii.crc_hqx(data, i), binascii.hexlify(data, "-", 3), result(binascii.unhexlify, text))
    print("i, binascii.a2b_base64(binascii.b2a_base64(data)) == data... =", i, binascii.a2b_base64(binascii.b2a_base64(data)) == data == binascii.unhexlify(binascii.hexlify(data)))
for text in (b"YQ==", b"YQ=", b"YQ", b"Y", b"=YQ==", b"YQ==Yg==", b"YWJj=", b"Y=Q=", b"YWJjZA==x"):
    print("text =", text)
    print("result(binascii.a2b_base64, text) =", result(binascii.a2b_base64, text))
    print("result(binascii.a2b_base64, text, strict_mode=True) =", result(binascii.a2b_base64, text, strict_mode=True))
print(result(binascii.a2b_base64, 5))
print(result(binascii.a2b_base64, "\xe9"))
print(result(binascii.hexlify, "a"))
print(result(binascii.unhexlify, "abc"))
print(result(binascii.crc32, "x"))
print(result(binascii.hexlify, b"ab", "xx"))
print(result(binascii.b2a_uu, bytes(46)))
print("binascii.crc32(b\"a\", -1) =", binascii.crc32(b"a", -1))
print("binascii.crc32(b\"a\", 2**40 + 5) =", binascii.crc32(b"a", 2**40 + 5))
for value, length, order, signed in ((255, 1, "big", False), (256, 1, "big", False), (-1, 2, "little", True), (-129, 1, "big", True), (-128, 1, "big", True), (0, 0, "big", False), (-1, 0, "big", True), (2**63, 8, "big", False), (2**64, 8, "little", False), (-(2**63), 8, "big", True), (1, 9, "big", False), (-1, 4, "big", False)):
    made = result(value.to_bytes, length, order, signed=signed)
    back = int.from_bytes(made, order, signed=signed) if isinstance(made, bytes) else None
    print(value, length, order, signed, made, back)
