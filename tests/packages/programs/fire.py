"""Command lines by fire, docopt, plumbum and invoke; tables, colours, figures."""
import io
import sys
import contextlib
import docopt
import fire
import prettytable
import tabulate
import termcolor
import invoke
from plumbum import cli, local


class Calculator:
    """Calculates."""

    def add(self, a, b=2, *more, scale=1):
        """Adds."""
        return (a + b + sum(more)) * scale

    def words(self, **named):
        return sorted(named.items())

    @property
    def pi(self):
        return 3.14


print(fire.Fire(Calculator, ["add", "1", "5", "7", "--scale=2"]))
fire.Fire(Calculator, ["words", "--x=[1,2]", "--y", "text", "--z"])
fire.Fire({"a": {"b": lambda n: n * 2}}, ["a", "b", "21"])
errors = io.StringIO()
for arguments in (["add"], ["nothing"], ["--", "--help"]):
    with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(errors):
        try:
            fire.Fire(Calculator, arguments, name="calc")
        except SystemExit as end:
            print("end", end.code)
print([line for line in errors.getvalue().splitlines() if "ERROR" in line or "SYNOPSIS" in line])
usage = """Usage:
  ship new <name>...
  ship move <x> <y> [--speed=<kn>]
  ship (-h | --help)

Options:
  --speed=<kn>  Speed [default: 10].
"""
print(dict(docopt.docopt(usage, ["move", "1", "2", "--speed=15"])))
print(dict(docopt.docopt(usage, ["new", "a", "b"])))
try:
    docopt.docopt(usage, ["sink"])
except SystemExit as end:
    print(str(end.code).splitlines()[0])


class Program(cli.Application):
    VERSION = "1.0"
    level = cli.SwitchAttr(["-l", "--level"], int, default=1, help="The level")
    loud = cli.Flag("--loud")

    def main(self, *files):
        print("main", self.level, self.loud, files)


for arguments in (["p", "-l", "3", "a", "b"], ["p", "--loud"], ["p", "-l", "x"], ["p", "--version"]):
    print(Program.run(arguments, exit=False)[1])
echo = local["echo"]
print(echo("one", "two"), (echo["a\nb\nc"] | local["wc"]["-l"])().strip(), local["sh"]["-c", "exit 3"].run(retcode=3)[0])
context = invoke.Context()
done = context.run("echo out; echo err >&2; exit 2", hide=True, warn=True)
print(done.stdout, done.stderr, done.exited, done.failed)


@invoke.task
def clean(c, deep=False, names=None):
    print("clean", deep, names)


program = invoke.Program(namespace=invoke.Collection(clean), version="1")
program.run(["inv", "clean", "--deep", "--names=a"], exit=False)
rows = [["a", 1, 2.5], ["bb", 22, None], ["ü", -3, 1e10]]
for form in ("plain", "grid", "github", "html", "rst", "rounded_grid"):
    print(tabulate.tabulate(rows, headers=["x", "y", "z"], tablefmt=form))
table = prettytable.PrettyTable(["City", "People"])
table.add_rows([["A", 10], ["B", 5]])
table.align["City"] = "l"
table.sortby = "People"
print(table)
print(table.get_html_string(), table.get_csv_string(), table.get_json_string(sort_keys=True))
print(repr(termcolor.colored("x", "red", "on_blue", ["bold"], force_color=True)))
