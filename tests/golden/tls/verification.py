# Certificates that are not accepted, and versions and suites that do not meet.
import ssl

from _pairs import FOLDER, Pair, client, server, text


def shake(what, ours, theirs, host="localhost"):
    pair = Pair(ours, theirs, host)
    print(what)
    for error in pair.shake():
        facts = [getattr(error, name, "-") for name in ("reason", "verify_code", "verify_message")]
        print("   ", type(error).__name__, text(error), *facts)
    return pair


for host in ("localhost", "LOCALHOST", "www.example.org", "a.b.example.org", "example.org", "127.0.0.1", "127.0.0.2", "::1", "other"):
    shake(f"name {host}", client(), server(), host)
shake("self-signed", client(), server("alone"))
shake("self-signed and trusted", client("alone"), server("alone"))
shake("self-signed and trusted, other name", client("alone"), server("alone"), "other")
shake("an authority that is no server", client(check_hostname=False), server("ca"))
shake("unknown authority", client("alone"), server("other"), "other.example")
shake("expired", client(), server("expired"))
shake("expired, other name", client(), server("expired"), "other")
shake("name of the subject", client(), server("subject"))
shake("name of the subject, not asked", client(hostname_checks_common_name=False), server("subject"))
shake("for clients only", client(check_hostname=False), server("client"))

careless = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE
pair = shake("not checked", careless, server("expired"), "other")
print(pair.client.getpeercert(), len(pair.client.getpeercert(True)) > 100)
leaf = ssl.create_default_context(cafile=FOLDER + "server.pem")
shake("the certificate itself is trusted", leaf, server())

two, three = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
print(shake("1.2", client(maximum_version=two), server()).client.cipher())
shake("no common version", client(maximum_version=two), server(minimum_version=three))
shake("no common version, the other way", client(minimum_version=three), server(maximum_version=two))
ours, theirs = client(maximum_version=two), server()
ours.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256")
print(shake("one suite", ours, theirs).server.cipher())
theirs.set_ciphers("ECDHE-RSA-AES256-GCM-SHA384")
shake("no common suite", ours, theirs)

for mode in (ssl.CERT_OPTIONAL, ssl.CERT_REQUIRED):
    theirs = server(verify_mode=mode)
    theirs.load_verify_locations(FOLDER + "ca.pem")
    for name in (None, "client", "alone"):
        ours = client()
        if name:
            ours.load_cert_chain(f"{FOLDER}{name}.pem", f"{FOLDER}{name}.key")
        pair = shake(f"{mode!r} {name}", ours, theirs)
        if pair.server.version():
            print("   ", (pair.server.getpeercert() or {}).get("subject"))

for junk in (b"GET / HTTP/1.0\r\n\r\n", b"CONNECT x:1 HTTP/1.0\r\n\r\n", b"hello there\n"):
    pair = Pair(client(), server())
    pair.server_in.write(junk)
    pair.client_in.write(junk)
    print(junk, [text(error) for error in pair.shake()])
