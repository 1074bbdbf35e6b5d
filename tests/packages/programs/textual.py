"""An application driven by its pilot: keys, buttons, inputs, workers and messages."""
import asyncio
from textual.app import App
from textual.containers import Vertical
from textual.widgets import Button, Input, Label, ListItem, ListView


class Demo(App):
    BINDINGS = [("x", "mark", "Mark")]
    CSS = "Label { width: 20; }"

    def compose(self):
        with Vertical():
            yield Label("start", id="label")
            yield Input(id="input")
            yield Button("Press", id="button")
            yield ListView(*(ListItem(Label(str(n))) for n in range(3)))

    def on_button_pressed(self, event):
        self.query_one("#label", Label).update(f"pressed {event.button.id}")
        self.run_worker(self.work(), exclusive=True)

    async def work(self):
        await asyncio.sleep(0.01)
        self.title = "worked"

    def on_input_submitted(self, event):
        self.sub_title = event.value

    def action_mark(self):
        self.marked = True


async def main():
    app = Demo()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click("#button")
        await app.workers.wait_for_complete()
        print("button:", app.query_one("#label", Label).content, app.title)
        app.query_one("#input").focus()
        await pilot.press("h", "i", "é", "backspace", "enter")
        print("input:", app.sub_title)
        app.query_one(ListView).focus()
        await pilot.press("down", "down", "x")
        print("list:", app.query_one(ListView).index, app.marked)
        print("size:", app.query_one("#label").size)
    print("result:", app.return_code)


asyncio.run(main())
