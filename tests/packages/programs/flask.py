"""Views, blueprints, sessions, errors, async views and the command line, through the test client."""
from flask import Blueprint, Flask, flash, get_flashed_messages, jsonify, redirect, request, session, url_for

app = Flask(__name__)
app.secret_key = "secret"
part = Blueprint("part", __name__, url_prefix="/part")


@app.route("/", methods=["GET", "POST"])
def home():
    session["n"] = session.get("n", 0) + 1
    return jsonify(method=request.method, form=request.form.to_dict(), n=session["n"])


@part.get("/<int:n>")
def number(n):
    flash(f"saw {n}")
    return redirect(url_for("part.told"))


@part.get("/told")
def told():
    return ", ".join(get_flashed_messages())


@app.errorhandler(ZeroDivisionError)
def zero(error):
    return f"handled {error}", 500


@app.get("/fail")
def fail():
    return str(1 // 0)


@app.cli.command("greet")
def greet():
    print("greeted")


app.register_blueprint(part)
client = app.test_client()
print("home:", client.get("/").json, client.post("/", data={"a": "b"}).json)
print("redirect:", client.get("/part/3", follow_redirects=True).text)
print("error:", client.get("/fail").status, client.get("/fail").text)
print("missing:", client.get("/part/x").status_code)
print("rules:", sorted(rule.rule for rule in app.url_map.iter_rules()))
print("command:", app.test_cli_runner().invoke(args=["greet"]).output.strip())
