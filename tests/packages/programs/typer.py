"""A command line from annotations: enums, paths, sub-commands, help and errors."""
import enum
from pathlib import Path
from typing import Annotated, Optional
import typer
from typer.testing import CliRunner


class Size(str, enum.Enum):
    small = "small"
    large = "large"


app = typer.Typer(rich_markup_mode=None, add_completion=False)
sub = typer.Typer()
app.add_typer(sub, name="sub")


@app.command()
def make(name: str, size: Size = Size.small, out: Annotated[Optional[Path], typer.Option("--out", "-o")] = None, loud: bool = False):
    """Makes a thing."""
    typer.echo(f"{name} {size.value} {out} {loud}")


@sub.command("list")
def listing(items: list[int]):
    typer.echo(sum(items))


runner = CliRunner()
for args in (["make", "--help"], ["make", "x", "--size", "large", "-o", "a/b", "--loud"], ["sub", "list", "1", "2"]):
    result = runner.invoke(app, args)
    print("##", args, result.exit_code)
    print(result.output.rstrip())
print("wrong:", runner.invoke(app, ["make", "x", "--size", "huge"]).exit_code)
