# Connections between two sides in memory: facts, data, ends, sessions, names and protocols.
import ssl

from _pairs import Pair, client, server, text

ours, theirs = client(), server()
ours.set_alpn_protocols(["h2", "http/1.1"])
theirs.set_alpn_protocols(["http/1.1"])
pair = Pair(ours, theirs)
print("before", pair.client.version(), pair.client.cipher(), pair.client.selected_alpn_protocol())
print("shaken", pair.shake())
for side in (pair.client, pair.server):
    print("side", side.version(), side.cipher(), side.compression(), side.selected_alpn_protocol(), side.server_side,
          side.server_hostname, side.session_reused, side.pending())
print("shared ciphers", pair.client.shared_ciphers(), len(pair.server.shared_ciphers()) > 3)
for name, value in pair.client.getpeercert().items():
    print(name, value if name != "serialNumber" else type(value))
print("peers", pair.server.getpeercert(), pair.server.getpeercert(True), pair.client.getpeercert(True)[:2])
print("chains", [len(chain) for chain in (pair.client.get_verified_chain(), pair.client.get_unverified_chain())])
print("server chain", pair.server.get_verified_chain(), pair.client.context is ours)

print("written", pair.client.write(b"hello"), pair.client.write(b""), pair.client.write(memoryview(b"there")))
pair.move()
print("read", pair.server.read(2), pair.server.pending(), pair.server.read(), pair.server.read(0))
buffer = bytearray(4)
print("into a buffer", pair.server.read(3, buffer), buffer, pair.server.read(100, memoryview(buffer)[1:]), buffer)
for act in (pair.server.read, pair.client.unwrap, lambda: pair.client.write(b"late")):
    try:
        act()
    except ssl.SSLError as error:
        print(text(error), error.reason, error.library)
pair.move()
print("after close", pair.server.read(10), pair.server.unwrap())
pair.move()
print("unwrapped", pair.client.unwrap())

big = bytes(range(256)) * 4000
pair = Pair(ours, theirs)
pair.shake()
print("big", pair.client.write(big))
received = b""
while len(received) < len(big):
    pair.move()
    received += pair.server.read(1 << 20)
print("received", received == big)

session = pair.client.session
again = Pair(ours, theirs, session=session)
print("again", again.shake(), again.client.session_reused, again.server.session_reused, session.has_ticket, type(session.id))
print("stats", ours.session_stats()["connect"], theirs.session_stats()["accept_good"])
for act in (lambda: Pair(client(), theirs, session=session), lambda: setattr(pair.server, "session", session)):
    try:
        act()
    except ValueError as error:
        print(error)

pair = Pair(ours, theirs)
pair.shake()
pair.server_in.write_eof()
try:
    pair.server.read()
except ssl.SSLEOFError as error:
    print(text(error), error.reason)

ours.set_alpn_protocols(["other"])
pair = Pair(ours, theirs)
print("alpn", pair.shake(), pair.client.selected_alpn_protocol())

asked, second = [], server("other")


def choose(side, name, context):
    asked.append((type(side).__name__, name, context is theirs))
    if name == "other.example":
        side.context = second
    if name == "bad.example":
        return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME


theirs.sni_callback = choose
for host in ("localhost", "other.example", "bad.example", "127.0.0.1", None):
    pair = Pair(client(check_hostname=host is not None), theirs, host)
    print(host, [text(error) for error in pair.shake()], pair.client.version() and pair.client.getpeercert()["subject"][-1])
print("asked", asked)
