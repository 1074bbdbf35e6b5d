# What contexts are made of, and what they refuse.
import ssl

from _pairs import FOLDER, client, server, text

context = ssl.create_default_context(cafile=FOLDER + "ca.pem")
plain = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
for name in ("verify_mode", "check_hostname", "minimum_version", "maximum_version", "protocol", "verify_flags",
             "hostname_checks_common_name", "num_tickets", "keylog_filename", "post_handshake_auth", "sni_callback"):
    print(name, getattr(context, name, None), getattr(plain, name, None))
print("options", context.options == plain.options, ssl.Options.OP_NO_SSLv3 in context.options)
print(context.cert_store_stats(), plain.cert_store_stats())
print([authority["subject"] for authority in context.get_ca_certs()], context.get_ca_certs(True)[0][:2])
print(sorted(context.session_stats().items()))
print([cipher["name"] for cipher in context.get_ciphers()][:3])
context.set_ciphers("ECDHE+AESGCM:!ECDSA")
print([cipher["name"] for cipher in context.get_ciphers() if cipher["protocol"] == "TLSv1.2"])


def attempt(words):
    try:
        print(words, "->", eval(words))
    except Exception as error:
        print(words, "!!", text(error), getattr(error, "reason", "-"), getattr(error, "library", "-"))


context, bio = client(), ssl.MemoryBIO()
for words in ('context.load_verify_locations()', 'context.load_verify_locations(cafile=3)',
              'context.load_verify_locations("/nowhere")', 'context.load_verify_locations(capath="/nowhere")',
              'context.load_verify_locations(cadata="x")', 'context.load_verify_locations(cadata=b"x")',
              'context.load_verify_locations(cadata="")', 'context.load_verify_locations(cadata=3)',
              'context.load_verify_locations(cadata=context.get_ca_certs(True)[0] * 2)',
              'context.cert_store_stats()',
              'context.load_cert_chain(3)', 'context.load_cert_chain("/nowhere")',
              'context.load_cert_chain(FOLDER + "ca.pem", FOLDER + "other.key")',
              'context.load_cert_chain(FOLDER + "other.pem", FOLDER + "other.key", password=3)',
              'context.set_ciphers("nothing")', 'context.set_ecdh_curve("nothing")', 'context.set_ecdh_curve("prime256v1")',
              'setattr(context, "verify_mode", 7)', 'setattr(context, "verify_mode", ssl.CERT_NONE)',
              'setattr(context, "minimum_version", 5)', 'setattr(context, "num_tickets", 3)',
              'setattr(context, "sni_callback", print)', 'setattr(context, "options", -1)', 'setattr(plain, "sni_callback", 3)',
              'setattr(plain, "num_tickets", -1)', 'setattr(plain, "num_tickets", 1)', 'plain.num_tickets',
              'context.wrap_bio(bio, bio, server_side=True)', 'context.wrap_bio(bio, bio, server_hostname="")',
              'context.wrap_bio(1, 2)', 'plain.wrap_bio(bio, bio)', 'context.wrap_bio(bio, bio, session=3)',
              'context.wrap_bio(bio, bio, server_hostname="x").getpeercert()',
              'context.wrap_bio(bio, bio, server_hostname="x").read(-1)',
              'context.wrap_bio(bio, bio, server_hostname="x").unwrap()',
              'context.wrap_bio(bio, bio, server_hostname="x").get_channel_binding("other")',
              'context.wrap_bio(bio, bio, server_hostname="x").session',
              'ssl.SSLContext(99)', 'ssl.SSLObject()', 'ssl.SSLSocket()', 'ssl.RAND_bytes(-1)', 'len(ssl.RAND_bytes(7))',
              'ssl.Purpose.SERVER_AUTH', 'ssl.Purpose("1.3.6.1.5.5.7.3.2")', 'ssl._ASN1Object.fromname("CN")',
              'ssl._ASN1Object.fromnid(13)', 'ssl._ASN1Object("nothing")', 'ssl._ASN1Object.fromnid(-1)',
              'ssl.cert_time_to_seconds("Jan  5 09:34:43 2018 GMT")', 'str(ssl.SSLError(1, "words"))', 'str(ssl.SSLError("one"))',
              'ssl.SSLCertVerificationError.__mro__[1:3]', 'ssl.CertificateError is ssl.SSLCertVerificationError',
              'ssl.AlertDescription.ALERT_DESCRIPTION_UNKNOWN_CA', 'ssl.SSLErrorNumber.SSL_ERROR_EOF', 'ssl.HAS_SNI, ssl.HAS_TLSv1_3'):
    attempt(words)

print(bio.pending, bio.eof, bio.write(b"abcdef"), bio.read(2), bio.pending)
bio.write_eof()
print(bio.eof, bio.read(), bio.eof, bio.read())
attempt('bio.write(b"x")')
attempt('ssl.MemoryBIO().write("x")')
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
context.check_hostname = True
print(context.verify_mode)
pem = ssl.DER_cert_to_PEM_cert(context.get_ca_certs(True)[0])
print(pem.splitlines()[0], ssl.PEM_cert_to_DER_cert(pem) == context.get_ca_certs(True)[0], pem in open(FOLDER + "ca.pem").read())
