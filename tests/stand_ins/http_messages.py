"""httptools: messages that are read or refused, whole, in pieces and damaged; callbacks, leniencies, URLs."""

import random

import httptools
from httptools.parser.url_parser import URL

CALLBACKS = (
    "on_message_begin on_url on_status on_header on_headers_complete on_chunk_header on_body on_chunk_complete "
    "on_message_complete"
).split()


def state(parser):
    kind = parser.get_method() if hasattr(parser, "get_method") else parser.get_status_code()
    return f"{parser.get_http_version()} {kind} {parser.should_keep_alive():d}{parser.should_upgrade():d}"


class Protocol:
    """Logs the calls of its methods. One of them raises an exception at its n-th call."""

    def __init__(self, names=CALLBACKS, raising=None, at=1):
        self.log = []
        self.calls = 0
        for name in names:
            setattr(self, name, self.method(name, raising, at))

    def method(self, name, raising, at):
        def method(*args):
            shown = name.removeprefix("on_").replace("message_", "").replace("_complete", "-done")
            if name in ("on_headers_complete", "on_message_complete"):
                args += (state(self.parser),)
            self.log.append(" ".join([shown, *(a if isinstance(a, str) else repr(a)[1:] for a in args)]))
            if name == raising:
                self.calls += 1
                if self.calls == at:
                    raise LookupError(name)

        return method


def read(pieces, kind="request", protocol=None, most=1, **leniencies):
    """The events in pieces of input, and how they end. Goes on after `most - 1` errors."""
    protocol = protocol or Protocol()
    parser = {"request": httptools.HttpRequestParser, "response": httptools.HttpResponseParser}[kind](protocol)
    protocol.parser = parser
    parser.set_dangerous_leniencies(**leniencies)
    for piece in pieces:
        try:
            result = parser.feed_data(piece)
            protocol.log.append("." if result is None else repr(result))
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            context = f" after {error.__context__!r}" if error.__context__ else ""
            protocol.log.append(f"{type(error).__name__.removeprefix('HttpParser')}{error.args}{context}")
            most -= 1
            if not most:
                break
    protocol.log.append(state(parser))
    return "; ".join(protocol.log)


def joined(log):
    """The log with parts of the same thing put together and without the ends of pieces."""
    whole = []
    for entry in log.split("; "):
        name, _, rest = entry.partition(" ")
        if entry == ".":
            continue
        if whole and name in ("url", "status", "body") and whole[-1].startswith(name + " "):
            whole[-1] = f"{name} {eval('b' + whole[-1].partition(' ')[2]) + eval('b' + rest)!r}".replace(" b", " ", 1)
        else:
            whole.append(entry)
    return whole


def request(*headers, line="GET / HTTP/1.1", body=b""):
    return "\r\n".join([line, *headers, "", ""]).encode("latin-1") + body


def response(*headers, line="HTTP/1.1 200 OK", body=b""):
    return request(*headers, line=line, body=body)


CHUNKED = "Transfer-Encoding: chunked"
REQUESTS = [
    request(),
    request("Host: a", "Accept: */*", "X:", "Y: \t ", "Z: a b \x80"),
    request("Content-Length: 5", line="POST /p?q=1#f HTTP/1.1", body=b"hello"),
    request("Content-Length: 0", line="PUT * HTTP/1.0"),
    request("Connection: keep-alive", line="GET http://u:p@h:1/x HTTP/1.0"),
    request("Connection: foo , CLOSE", body=b"\r\n\r\n"),
    request("Connection: close", body=b"more"),
    request("Connection: closed"),
    request("Connection: close x"),
    request("Proxy-Connection: close,keep-alive"),
    request("Connection: Upgrade", "Upgrade: websocket", body=b"other"),
    request("Connection: upgrade", "Upgrade: h2c", "Content-Length: 3", body=b"abcmore"),
    request("Upgrade: websocket"),
    request("Host: h", line="CONNECT h:443 HTTP/1.1", body=b"tls"),
    request(CHUNKED, line="POST / HTTP/1.1", body=b"3\r\nabc\r\nA;x=y;q=\"a\\\"b\"\r\n0123456789\r\n0\r\nT: 1\r\nU:\r\n\r\n"),
    request("Transfer-Encoding: gzip, Chunked ", body=b"0\r\n\r\n") + request(line="HEAD /2 HTTP/1.1"),
    b"\r\n\n" + request(line="M-SEARCH / HTTP/1.1"),
    b"GET /old\r\n\r\n",
    b"GET /old\nA: b\r\n\r\n",
    request(line="DESCRIBE rtsp://h/ RTSP/1.0"),
    request(line="SOURCE /s ICE/1.0"),
    request(line="GET_PARAMETER / RTSP/1.0"),
    request(line="GET  /  HTTP/0.9"),
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
]
RESPONSES = [
    response("Content-Length: 2", body=b"ok"),
    response("A: b", body=b"until the end"),
    response(CHUNKED, body=b"2;a\r\nok\r\n0\r\n\r\n") + response("Content-Length: 0", line="HTTP/1.1 404"),
    response("Transfer-Encoding: gzip", body=b"zip"),
    response("Transfer-Encoding: chunked, gzip", body=b"zip"),
    response(line="HTTP/1.1 204 ") + response(line="HTTP/1.1 304 Not Modified"),
    response(line="HTTP/1.1 100 Continue") + response("Content-Length: 1", line="HTTP/1.0 200 OK", body=b"x"),
    response("Connection: close", line="HTTP/1.1 103 Early Hints"),
    response("Connection: Upgrade", "Upgrade: websocket", line="HTTP/1.1 101 Switching", body=b"frames"),
    response("Connection: Upgrade", "Upgrade: h2c", "Content-Length: 0"),
    response(line="HTTP/1.1 101 Switching", body=b"frames"),
    response(line="RTSP/1.0 200 OK", body=b"x"),
]

print("# Whole, byte by byte, and with empty pieces")
for kind, messages in (("request", REQUESTS), ("response", RESPONSES)):
    for data in messages:
        whole = read([data], kind)
        print(kind, data, "=", whole)
        if "Upgrade(" not in whole:
            single = read([data[i : i + 1] for i in range(len(data))], kind)
            print("  by bytes:", "same" if joined(single) == joined(whole) else single)
print(read([b"GE", b"", b"T /a", b"", b"b HTTP/1.1\r\nA", b"", b"B: c", b"", b"d\r", b"", b"\n\r\n"]))
print(read([b"HTTP/1.1 200 O", b"", b"K\r\nContent-Length: 3\r\n\r\na", b"", b"bc"], "response"))

print("# Refused")
BROKEN = [
    *(request(line=f"{method} / HTTP/1.1") for method in ("get", "GETX", "GET_", "HEADS", "FOO", "PROP", "")),
    *(request(line=f"GET {url} HTTP/1.1") for url in ("x", "http:/x", "http//x", "a://b@@c", "a://\x01", "/\t", "/\x80", "/?\x80")),
    *(request(line=f"GET {url} HTTP/1.1") for url in ("/#\x01", "1", "\t/", "h\t", "a:// ", "/\r")),
    *(request(line=f"GET / {version}") for version in ("HTTP/1.2", "HTTP/x", "HTTP/1x", "HTTP/1.x", "HTTX/1.1", "\tHTTP/1.1")),
    *(request(line=f"GET / {version}") for version in ("HTTP/1.1 ", "HTTP/1.1\rx", "HTTP1", "RTSP/1.0", "ICE/1.0")),
    request(line="DESCRIBE / HTTP/1.1"),
    request(line="DELETE / RTSP/1.0"),
    *(request(header) for header in (" A: b", ": b", "A b: c", "A : b", "Connection : b", "A\x80: b", "A: b\x01")),
    *(request("B: c", header, "D: e") for header in (" folded", "A: b\nc", "A: b\rc", "A:\r x", "A:\n", "A:\r\n b", "\nA: b")),
    *(request(f"Content-Length: {text}") for text in ("", "x", "1 2", "-1", "1,1", "1\x01", "18446744073709551616")),
    request("Content-Length: 1", "Content-Length: 1"),
    request("Content-Length: 1", CHUNKED),
    request(CHUNKED, "Content-Length: 1"),
    request("Transfer-Encoding:"),
    request("Transfer-Encoding: gzip"),
    request("Transfer-Encoding: chunked, gzip"),
    request(CHUNKED, CHUNKED),
    *(request(CHUNKED, body=body) for body in (b"x", b" 1", b"1 \r\n", b"1\n", b"1\rx", b"1\r\nab", b"1\r\na\n", b"1\r\na\rb")),
    *(request(CHUNKED, body=b"1;" + body) for body in (b" a", b"\r", b"\x80", b"a\n", b"a=\x80", b"a=b\n", b"a b", b"a=b c")),
    *(request(CHUNKED, body=b'1;a="' + body) for body in (b"\n", b"\\\n", b'"x', b'"\n', b'"\r\nz\r\n0\r\n\rx')),
    request(CHUNKED, body=b"1" * 17),
    b"PRI * HTTP/2.0\r\n\r\nSMX",
    b"GET / HTTP/1.1\r\nA: b\r\n\rx",
]
for data in BROKEN:
    print(data, "=", read([data, b"GET / HTTP/1.1\r\n\r\n"], most=2))
for line in ("HTTP/1.1", "HTTP/1.1 20", "HTTP/1.1 2000", "HTTP/1.1 2x0 A", "HTTP/1.1  200", "HTTP/2.1 200", "HTTP/1 200", "HTTP 1",
             "HTTP/1.1 200 A\nB", "HTTP/1.1 200\n", "HTTP/1.1 200 A\rB", "http/1.1 200", "HTTP/x.1", "HTTP/1.x 2", "ICY 200"):
    print(line.encode(), "=", read([response(line=line)], "response"))

print("# Leniencies")
LENIENT = [
    ("lenient_headers", request("A: b\x01c", "D: e\r\n f", "Connection : close", "X:\r\n\ty")),
    ("lenient_headers", request(CHUNKED + "\r\n , gzip")),
    ("lenient_headers", b"GET / HTTP/1.1\r\n A: b\r\n\r\n"),
    ("lenient_chunked_length", request(CHUNKED, "Content-Length: 9", body=b"1\r\na\r\n0\r\n\r\n")),
    ("lenient_keep_alive", request("Connection: close") * 2),
    ("lenient_transfer_encoding", request("Transfer-Encoding: chunked, gzip", body=b"abc")),
    ("lenient_version", request(line="GET / HTTP/7.3")),
    ("lenient_data_after_close", request("Connection: close", body=b"anything")),
    ("lenient_optional_lf_after_cr", b"GET / HTTP/1.1\rA: b\r\n\r"),
    ("lenient_optional_cr_before_lf", b"GET / HTTP/1.1\n\r\n"),
    ("lenient_optional_cr_before_lf", b"POST / HTTP/1.1\r\nA:\nTransfer-Encoding: chunked\n\n1;a\r\nx\n0\r\n\n"),
    ("lenient_optional_crlf_after_chunk", request(CHUNKED, body=b"1\r\na1\r\nb\r\n0\r\n\r\n")),
    ("lenient_spaces_after_chunk_size", request(CHUNKED, body=b"1 \t\r\na\r\n0\r\n\r\n")),
]
for name, data in LENIENT:
    print(name, data, "=", read([data], **{name: True}))
    print("  not:", read([data], **{name: False}))
print(read([b"HTTP/1.1 200 OK\nContent-Length: 0\n\n"], "response", lenient_optional_cr_before_lf=True))
both = {"lenient_optional_lf_after_cr": True, "lenient_optional_cr_before_lf": True}
print(read([b"GET / HTTP/1.1\nA: b\n\nGET / HTTP/1.1\rX\r\n\r"], **both))

print("# Callbacks that raise, and protocols without them")
PARTS = [request("A: b", CHUNKED, body=b"1\r\nx\r\n0\r\nT: u\r\n"), b"\r\n", b"GET / HTTP/1.1\r\n\r\n"]
for name in CALLBACKS:
    for at in (1, 2):
        print(name, at, "=", read(PARTS, protocol=Protocol(raising=name, at=at), most=2))
    print("  without:", read(PARTS, protocol=Protocol([other for other in CALLBACKS if other != name])))
print("on_status =", read(RESPONSES[:1], "response", Protocol(raising="on_status")))
print("none =", read(PARTS + REQUESTS, protocol=Protocol(())))

print("# Damaged and cut")
chance = random.Random(11)
for number in range(240):
    kind, messages = chance.choice([("request", REQUESTS), ("response", RESPONSES)])
    data = bytearray(b"".join(chance.choice(messages) for _ in range(chance.choice([1, 1, 2]))))
    for _ in range(chance.choice([0, 1, 1, 2])):
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(2)] = chance.choice([b"", b"\r", b"\n", b" ", b"\t", b":", b"\x00", b"\xff", b";", b","])
    cuts = sorted(chance.randrange(len(data) + 1) for _ in range(chance.randrange(4)))
    pieces = [bytes(data[start:end]) for start, end in zip([0, *cuts], [*cuts, len(data)])]
    print(number, pieces, "=", read(pieces, kind, most=2))

print("# Other arguments")
for piece in (bytearray(b"GET / HTTP/1.1\r\n\r\n"), memoryview(b"GET / HTTP/1.1\r\n\r\n"), memoryview(b"xxGET /")[2:], b""):
    print(type(piece).__name__, read([piece]))
for piece in ("GET", None, 3):
    try:
        read([piece])
    except TypeError as error:
        print(error)


class Derived(httptools.HttpRequestParser):
    pass


derived = Derived(Protocol())
print(derived.get_method(), derived.get_http_version(), isinstance(derived, httptools.HttpRequestParser))
print(httptools.HttpResponseParser(object()).get_status_code(), hasattr(derived, "get_status_code"))

print("# URLs")
for text in r"""/ /a?b#c /a?? /? /# /## /#?# * ** http://h http://h/ http://h?q http://h#f http://h:80/p http://h:80 http://h: http://h:0080
http://h:65535 http://h:65536 http://u:p@h/ http://@h http://u@ http://a@b@c http://[::1]:8/ http://[::1 http://[] http://[fe80::1%25a]/
http://[::1%]/ http://[g]/ http://a_b http://a.b-c http:// http:/ http: http h1://x ? # /%20~!$&'()*+,;=:@[]^`{|}\\" /\x80 /a\tb""".split():
    url = text.encode().replace(rb"\x80", b"\x80").replace(rb"\t", b"\t")
    try:
        print(url, httptools.parse_url(url))
    except httptools.HttpParserInvalidURLError as error:
        print(error)
for url in (b"", b" ", b"/ ", b"/" + b"a" * 65535, bytearray(b"x"), "/"):
    try:
        print(httptools.parse_url(url))
    except (httptools.HttpParserInvalidURLError, TypeError) as error:
        print(type(error).__name__, error)
print(len(httptools.parse_url(b"/" * 65535).path), httptools.parse_url(bytearray(b"/p?q")))
url = URL(b"s", b"h", 1, b"/", b"q", b"f", b"u")
print(url, url.port, url.userinfo)
try:
    url.host = b"x"
except AttributeError as error:
    print(type(error).__name__)
try:
    URL("s", b"h", 1, b"/", b"q", b"f", b"u")
except TypeError as error:
    print(error)
