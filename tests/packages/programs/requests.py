"""Sessions, redirects, cookies, uploads, streams, authentication and errors against a local server."""
import http.server
import json
import threading
import requests


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path.startswith("/away"):
            self.answer(302, b"", Location="/here?x=1")
        elif self.path == "/cookie":
            self.answer(200, b"set", **{"Set-Cookie": "a=b"})
        elif self.path == "/bad":
            self.answer(503, b"{}")
        else:
            found = {"path": self.path, "cookie": self.headers.get("Cookie"), "auth": self.headers.get("Authorization")}
            self.answer(200, json.dumps(found).encode(), **{"Content-Type": "application/json"})

    def do_POST(self):
        self.answer(201, self.rfile.read(int(self.headers["Content-Length"])))

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
with requests.Session() as session:
    session.get(base + "/cookie")
    print("cookie:", session.cookies.get_dict(), session.get(base + "/x", params={"q": ["1", "é"]}).json())
    reply = session.get(base + "/away", auth=("u", "p"))
    print("redirect:", reply.json(), [r.status_code for r in reply.history])
    print("json:", session.post(base, json={"a": None}).text, session.post(base, data={"k": "v w"}).text)
    print("upload:", session.post(base, files={"f": ("n.txt", b"content")}).text.count("n.txt"))
    with session.get(base + "/x", stream=True) as reply:
        print("stream:", sum(len(part) for part in reply.iter_content(7)))
try:
    requests.get(base + "/bad").raise_for_status()
except requests.HTTPError as error:
    print("error:", error.response.status_code, str(error).partition(" for url")[0])
try:
    requests.get("http://127.0.0.1:1", timeout=1)
except requests.ConnectionError as error:
    print("refused:", type(error).__name__)
server.shutdown()
