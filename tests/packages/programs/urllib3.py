"""A pool of connections: retries, timeouts, redirects, fields, gzip and streams."""
import gzip
import http.server
import threading
import urllib3

seen = []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        seen.append(self.path)
        status, body = (503, b"busy") if seen.count("/flaky") < 3 and self.path == "/flaky" else (200, self.path.encode())
        body = gzip.compress(body)
        self.send_response(status)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in (body[:10], body[10:]):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
with urllib3.PoolManager(num_pools=2, timeout=5) as pool:
    reply = pool.request("GET", base + "/a", fields={"q": "1 2"})
    print("get:", reply.status, reply.data, reply.headers["content-encoding"])
    retry = urllib3.Retry(5, backoff_factor=0, status_forcelist=[503])
    print("retries:", pool.request("GET", base + "/flaky", retries=retry).data, seen.count("/flaky"))
    reply = pool.request("POST", base, fields={"f": ("a.txt", b"text"), "k": "v"}, preload_content=False)
    print("chunked:", b"".join(reply.stream(16)).count(b"form-data"), reply.chunked)
    try:
        pool.request("GET", "http://127.0.0.1:1/", retries=False)
    except urllib3.exceptions.NewConnectionError as error:
        print("refused:", type(error).__name__)
print("url:", urllib3.util.parse_url("http://u:p@[::1]:80/a%20b?q#f"))
server.shutdown()
