"""Updates parsed and handled by an application whose requests stay in memory."""
import asyncio
import json
from telegram import Bot, Update
from telegram.ext import Application, CommandHandler, MessageHandler, filters
from telegram.request import BaseRequest

sent = []


class Memory(BaseRequest):
    read_timeout = 1

    async def initialize(self):
        pass

    async def shutdown(self):
        pass

    async def do_request(self, url, method, request_data=None, **_):
        name = url.rpartition("/")[2]
        data = request_data.json_parameters if request_data else {}
        sent.append((name, data.get("text")))
        user = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bot"}
        result = user if name == "getMe" else {"message_id": 9, "date": 0, "chat": {"id": 5, "type": "private"}, "text": data.get("text")}
        return 200, json.dumps({"ok": True, "result": result}).encode()


async def start(update, context):
    await update.message.reply_text(f"started with {context.args}")
    context.user_data["n"] = context.user_data.get("n", 0) + 1


async def echo(update, context):
    await context.bot.send_message(update.effective_chat.id, update.message.text.upper())


def update(bot, n, text):
    entities = [{"type": "bot_command", "offset": 0, "length": 6}] if text.startswith("/") else []
    return Update.de_json({"update_id": n, "message": {"message_id": n, "date": 0, "text": text, "entities": entities, "chat": {"id": 5, "type": "private"}, "from": {"id": 7, "is_bot": False, "first_name": "A"}}}, bot)


async def main():
    bot = Bot("1:token", request=Memory(), get_updates_request=Memory())
    app = Application.builder().bot(bot).updater(None).build()
    app.add_handler(CommandHandler("start", start))
    app.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    async with app:
        await app.start()
        for n, text in enumerate(["/start a b", "hello", "/other"]):
            await app.process_update(update(bot, n, text))
        await app.stop()
    print("sent:", sent)
    print("data:", dict(app.user_data), update(bot, 1, "x").message.date)


asyncio.run(main())
