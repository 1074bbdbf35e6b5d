"""Tables, markup, syntax, trees, panels, markdown, progress and tracebacks as text."""
import io
from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel
from rich.pretty import pretty_repr
from rich.progress import Progress
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text
from rich.traceback import Traceback
from rich.tree import Tree

console = Console(file=io.StringIO(), width=60, color_system="256", force_terminal=True, legacy_windows=False, _environ={})


def shown(what):
    with console.capture() as capture:
        console.print(what)
    return capture.get()


table = Table(title="Sizes")
table.add_column("Name", style="cyan")
table.add_column("Bytes", justify="right")
for row in (("a", "1"), ("ß日本", "22")):
    table.add_row(*row)
print("table:", repr(shown(table)))
print("markup:", repr(shown("[bold red]x[/] :smile: 12.5 'text' None")))
print("syntax:", repr(shown(Syntax("def f(x):\n    return x + 1", "python", theme="monokai"))))
tree = Tree("root")
tree.add("one").add("two")
print("tree:", repr(shown(tree)))
print("panel:", repr(shown(Panel(Text("inside", justify="center"), title="T"))))
print("markdown:", repr(shown(Markdown("# Head\n\n- *a*\n- `b`\n\n> quote"))))
print("pretty:", pretty_repr({"a": list(range(30)), "b": {"c": ("d",) * 3}}, max_width=40))
try:
    1 / 0
except ZeroDivisionError as error:
    text = shown(Traceback.from_exception(type(error), error, error.__traceback__, show_locals=False))
    print("traceback:", "ZeroDivisionError" in text, "1" in text)
with Progress(console=Console(file=io.StringIO()), disable=False) as progress:
    for _ in progress.track(range(5)):
        pass
    print("progress:", progress.tasks[0].percentage)
