"""A prompt fed through a pipe: editing keys, completion, history, validation, formatted text."""
import asyncio
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, WordCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import HTML, to_formatted_text
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.validation import Validator


async def main():
    history = InMemoryHistory()
    with create_pipe_input() as keys:
        session = PromptSession(input=keys, output=DummyOutput(), history=history)
        for typed in ("plain\r", "abc\x01x\x05y\x08z\r", "\x1b[A\r", "one two\x17three\r"):
            keys.send_text(typed)
            print("typed:", repr(await session.prompt_async("> ")))
        keys.send_text("x\x08\x7f12\r")
        number = Validator.from_callable(str.isdigit)
        print("validated:", await session.prompt_async(validator=number))
        keys.send_text("\x03")
        try:
            await session.prompt_async()
        except KeyboardInterrupt:
            print("interrupted:", list(history.get_strings()))
    completer = WordCompleter(["apple", "apricot", "banana"], ignore_case=True)
    found = completer.get_completions(Document("AP"), CompleteEvent())
    print("completions:", [completion.text for completion in found])
    print("html:", to_formatted_text(HTML("<b>a</b> <style fg='red'>b</style>")))


asyncio.run(main())
