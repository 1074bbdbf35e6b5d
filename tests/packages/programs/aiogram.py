"""Updates handled by routers with filters, states and middlewares; requests stay in memory.

Needs stand-ins.
"""

import asyncio
import datetime
import json

from aiogram import BaseMiddleware, Bot, Dispatcher, F, Router, types
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.filters import Command, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.utils.formatting import Bold, Text
from aiogram.utils.keyboard import InlineKeyboardBuilder


class Mem(BaseSession):
    def __init__(self):
        super().__init__()
        self.calls = []

    async def close(self):
        pass

    async def make_request(self, bot, method, timeout=None):
        self.calls.append(method)
        d = {
            k: self.prepare_value(v, bot=bot, files={})
            for k, v in method.model_dump(warnings=False).items()
            if v is not None
        }
        d = {k: v for k, v in d.items() if v is not None}
        print("->", method.__api_method__, d)
        if method.__api_method__ == "sendMessage":
            if "fail" in method.text:
                self.check_response(
                    bot, method, 400, json.dumps({"ok": False, "description": "Bad Request: nope"})
                )
            return types.Message(
                message_id=9,
                date=datetime.datetime(2024, 1, 1),
                chat=types.Chat(id=1, type="private"),
                text=method.text,
            ).as_(bot)
        return self.check_response(bot, method, 200, json.dumps({"ok": True, "result": True})).result

    async def stream_content(self, *a, **k):
        yield b""


class Form(StatesGroup):
    name = State()
    age = State()


class CB(CallbackData, prefix="cb"):
    a: int
    b: str


r = Router()


@r.message(CommandStart(deep_link=True))
async def deep(m, command):
    await m.answer(f"deep {command.args}")


@r.message(CommandStart())
async def start(m: types.Message, state: FSMContext):
    await state.set_state(Form.name)
    kb = InlineKeyboardBuilder()
    kb.button(text="x", callback_data=CB(a=1, b="q"))
    kb.adjust(1)
    await m.answer("Your name?", reply_markup=kb.as_markup())


@r.message(Form.name, F.text.len() > 1)
async def name(m, state):
    await state.update_data(name=m.text)
    await state.set_state(Form.age)
    await m.reply(**Text("Hi ", Bold(m.text)).as_kwargs())


@r.message(Form.age, F.text.isdigit().as_("d"))
async def age(m, state, d, extra):
    data = await state.get_data()
    await state.clear()
    await m.answer(f"{data} {d} {extra}", parse_mode=ParseMode.HTML)


@r.callback_query(CB.filter(F.a == 1))
async def cb(q, callback_data):
    await q.answer(f"{callback_data.b}")


@r.message(F.photo[-1].file_id.as_("fid"))
async def photo(m, fid):
    await m.answer(fid)


@r.message(Command("fail"))
async def fail(m):
    await m.answer("fail")


@r.errors()
async def err(e):
    print("error", type(e.exception).__name__, e.exception)
    return True


class MW(BaseMiddleware):
    async def __call__(self, h, e, d):
        d["extra"] = "mw"
        return await h(e, d)


async def main():
    bot = Bot("42:TEST", session=Mem(), default=DefaultBotProperties(parse_mode="HTML"))
    dp = Dispatcher(storage=MemoryStorage())
    dp.include_router(r)
    dp.message.middleware(MW())
    dp.startup.register(lambda: print("start"))
    u = lambda n, **k: {
        "update_id": n,
        "message": {
            "message_id": n,
            "date": 1700000000,
            "chat": {"id": 1, "type": "private"},
            "from": {"id": 5, "is_bot": False, "first_name": "A"},
            **k,
        },
    }
    for n, k in enumerate(
        [
            dict(text="/start abc", entities=[{"type": "bot_command", "offset": 0, "length": 6}]),
            dict(text="/start"),
            dict(text="x"),
            dict(text="Bob"),
            dict(text="12"),
            dict(text="/fail"),
            dict(photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]),
        ]
    ):
        print(n, await dp.feed_raw_update(bot, u(n, **k)))
    print(
        await dp.feed_raw_update(
            bot,
            {
                "update_id": 50,
                "callback_query": {
                    "id": "1",
                    "from": {"id": 5, "is_bot": False, "first_name": "A"},
                    "chat_instance": "x",
                    "data": "cb:1:q",
                },
            },
        )
    )
    try:
        types.Update.model_validate({"update_id": "x"})
    except Exception as e:
        print(e.errors()[0]["type"])


asyncio.run(main())
