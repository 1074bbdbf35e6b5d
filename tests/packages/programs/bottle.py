"""Routes, filters, templates, errors, cookies and forms, through WSGI calls and over a socket."""
import io
import threading
import urllib.request
from wsgiref.simple_server import WSGIRequestHandler, make_server
import bottle

app = bottle.Bottle()


@app.get("/hello/<name:re:[a-z]+>")
def hello(name):
    return bottle.template("Hello {{name}}! % {{x}}", name=name, x="<b>")


@app.get("/sum/<a:int>/<b:float>")
def add(a, b):
    return {"sum": a + b}


@app.post("/form")
def form():
    bottle.response.set_cookie("seen", "yes", secret="s")
    return f"{bottle.request.forms.get('a')} {bottle.request.forms.getall('b')}"


@app.get("/fail")
def fail():
    raise bottle.HTTPError(418, "tea")


@app.get("/lines")
def lines():
    for i in range(3):
        yield f"line {i}\n"


@app.error(404)
def missing(error):
    return f"nothing: {error.body}"


def call(path, method="GET", body=b"", kind=""):
    seen = {}

    def start(status, headers, info=None):
        seen.update(status=status, headers=headers)

    query = path.partition("?")[2]
    environ = {"PATH_INFO": path.partition("?")[0], "REQUEST_METHOD": method, "QUERY_STRING": query, "wsgi.input": io.BytesIO(body),
               "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": kind, "wsgi.errors": io.StringIO(), "SERVER_NAME": "x", "SERVER_PORT": "80",
               "wsgi.url_scheme": "http"}
    text = b"".join(app(environ, start))
    print(seen["status"], text[:80], [h for h in seen["headers"] if h[0] != "Content-Length"])


call("/hello/you")
call("/hello/YOU")
call("/sum/2/0.5")
call("/form", "POST", b"a=1&b=2&b=3", "application/x-www-form-urlencoded")
call("/fail")
call("/lines")
call("/form")
print(bottle.template("""% for i in range(n):
<li>{{i}}{{!raw}}</li>
% end
% if n > 1:
many
% else:
few
% end
""", n=2, raw="<i>"))


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


server = make_server("127.0.0.1", 0, app, handler_class=Quiet)
thread = threading.Thread(target=server.handle_request)
thread.start()
with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/hello/net") as answer:
    print(answer.status, answer.read())
thread.join()
server.server_close()
