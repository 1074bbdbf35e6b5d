# ends: normally
# prints: verified locations denied
# prints: key denied
# prints: log denied
# prints: paths denied
# prints: authorities True
# TLS without files: none of the program's choice is read or written, and the authorities are those
# that come with the interpreter.
import ssl

context = ssl.create_default_context()
print("authorities", len(context.get_ca_certs()) > 50)
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)


def denied(what, act):
    try:
        act()
        print("ESCAPED", what)
    except PermissionError:
        print(what, "denied")


denied("verified locations", lambda: context.load_verify_locations("/etc/ssl/certs/ca-certificates.crt"))
denied("folder", lambda: context.load_verify_locations(capath="/etc/ssl/certs"))
denied("key", lambda: server.load_cert_chain("/etc/passwd"))
denied("log", lambda: setattr(context, "keylog_filename", "/tmp/keys"))
denied("paths", ssl._ssl.get_default_verify_paths)
denied("certificate", lambda: ssl._ssl._test_decode_cert("/etc/passwd"))
