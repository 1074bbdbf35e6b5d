"""Commands, groups, options, prompts, contexts, errors and help, through the test runner."""
import click
from click.testing import CliRunner


@click.group(invoke_without_command=False)
@click.option("--debug/--no-debug", default=False, show_default=True)
@click.pass_context
def cli(context, debug):
    """The tool."""
    context.obj = {"debug": debug}


@cli.command()
@click.argument("names", nargs=-1, required=True)
@click.option("-n", "--count", type=click.IntRange(1, 3), default=1, help="How often.")
@click.option("--color", type=click.Choice(["red", "blue"]), envvar="COLOR")
@click.pass_obj
def greet(obj, names, count, color):
    """Greets NAMES."""
    for _ in range(count):
        click.echo(f"{', '.join(names)} {color} {obj['debug']}")


@cli.command()
@click.option("--name", prompt=True)
@click.option("--secret", prompt=True, hide_input=True, confirmation_prompt=True)
@click.argument("file", type=click.File("w"))
def ask(name, secret, file):
    file.write(name)
    click.secho(f"{name} {len(secret)}", fg="green")
    if not click.confirm("Go on?"):
        raise click.Abort


runner = CliRunner()
for args, given, environment in [
    (["--help"], None, {}), (["greet", "--help"], None, {}), (["greet", "a", "b", "-n2"], None, {"COLOR": "red"}),
    (["greet"], None, {}), (["greet", "a", "-n", "7"], None, {}), (["--debug", "greet", "a", "--color", "x"], None, {}),
    (["gret"], None, {}), (["ask", "out.txt"], "me\ns\ns\nn\n", {}),
]:
    result = runner.invoke(cli, args, input=given, env=environment)
    print("##", args, result.exit_code)
    print(result.output.rstrip())
