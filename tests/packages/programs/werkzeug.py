"""Routing, requests, responses, forms, passwords and a served application."""
import threading
import urllib.request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.serving import make_server
from werkzeug.test import Client, EnvironBuilder
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Request, Response

rules = Map([Rule("/", endpoint="home"), Rule("/u/<int:id>/<path:rest>", endpoint="user", methods=["GET"]), Rule("/f/<float:x>", endpoint="f")])
adapter = rules.bind("x.org", "/")
print("match:", adapter.match("/u/3/a/b"), adapter.build("user", {"id": 1, "rest": "é"}))
for path, method in (("/none", "GET"), ("/u/1/a", "POST")):
    try:
        adapter.match(path, method)
    except (NotFound, MethodNotAllowed) as error:
        print("error:", error)


@Request.application
def app(request):
    file = request.files.get("f")
    text = f"{request.method} {request.args.getlist('q')} {request.form.to_dict()} {file and file.read()}"
    reply = Response(text, headers={"X-A": "1"})
    reply.set_cookie("c", "v", httponly=True)
    return reply


client = Client(app)
print("get:", client.get("/?q=1&q=2").text)
from io import BytesIO

reply = client.post("/", data={"k": "é", "f": (BytesIO(b"content"), "n.txt")})
print("post:", reply.text, reply.headers["Set-Cookie"])
hashed = generate_password_hash("secret", "pbkdf2:sha256:1000")
print("password:", check_password_hash(hashed, "secret"), check_password_hash(hashed, "x"), secure_filename("../a b.txt"))
print("environ:", EnvironBuilder("/p", query_string={"a": "b"}).get_environ()["QUERY_STRING"])
import logging

logging.getLogger("werkzeug").disabled = True
server = make_server("127.0.0.1", 0, app, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("served:", urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/?q=x").read().decode())
server.shutdown()
