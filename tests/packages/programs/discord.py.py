"""Commands, cogs, slash commands, views, a guild in memory, messages answered, and sound made quieter.

Needs stand-ins.
"""

import asyncio
import datetime
import io
import struct

import discord
from discord import app_commands, ui
from discord.ext import commands, tasks


class Null(io.BytesIO):
    pass


src = discord.PCMAudio(io.BytesIO(struct.pack("<1920h", *range(1920)) * 2))
vol = discord.PCMVolumeTransformer(src, volume=0.5)
f = vol.read()
print(len(f), struct.unpack("<8h", f[:16]), len(vol.read()), vol.read(), vol.volume)
intents = discord.Intents.default()
intents.members = True
intents.message_content = True
print(intents.value, dict(intents)["guilds"])
e = discord.Embed(
    title="T",
    description="d",
    colour=discord.Colour.blue(),
    timestamp=datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc),
).add_field(name="n", value="v")
print(e.to_dict())
print(
    discord.utils.snowflake_time(175928847299117063),
    discord.utils.escape_markdown("*a* _b_"),
    discord.utils.format_dt(datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc), "R"),
)
bot = commands.Bot("!", intents=intents)


@bot.command(aliases=["a"])
async def add(ctx, x: int, y: float = 2.0, *, rest: str = "r"):
    await ctx.send(f"{x + y} {rest}")


@bot.hybrid_command()
@app_commands.describe(n="num")
async def hy(ctx, n: int):
    pass


class Cog(commands.Cog):
    @commands.command()
    @commands.has_permissions(administrator=True)
    async def secret(self, ctx):
        pass

    @commands.Cog.listener()
    async def on_message(self, m):
        pass

    @tasks.loop(seconds=0.01, count=2)
    async def tick(self):
        print("tick", self.tick.current_loop)


@bot.tree.command()
async def slash(
    interaction: discord.Interaction, who: discord.Member, size: app_commands.Range[int, 1, 5] = 3
):
    "Doc."


class V(ui.View):
    @ui.button(label="B", style=discord.ButtonStyle.green)
    async def b(self, i, button):
        pass

    @ui.select(options=[discord.SelectOption(label="x")])
    async def s(self, i, select):
        pass


async def main():
    async with bot:
        c = Cog()
        await bot.add_cog(c)
        print(sorted(bot.all_commands))
        t = c.tick.start()
        await t
        print([x.to_dict(bot.tree) for x in bot.tree.get_commands()])
        print([ch["type"] for ch in V().to_components()], V(timeout=None).is_persistent())
        st = bot._connection
        st.user = discord.ClientUser(
            state=st, data={"id": "1", "username": "me", "discriminator": "0", "avatar": None}
        )
        st.parse_guild_create(
            {
                "id": "5",
                "name": "G",
                "member_count": 1,
                "channels": [{"id": "7", "type": 0, "name": "c", "position": 0, "permission_overwrites": []}],
                "roles": [
                    {
                        "id": "5",
                        "name": "@everyone",
                        "permissions": "8",
                        "position": 0,
                        "color": 0,
                        "hoist": False,
                        "managed": False,
                        "mentionable": False,
                        "flags": 0,
                    }
                ],
                "members": [
                    {
                        "user": {"id": "9", "username": "u", "discriminator": "0", "avatar": None},
                        "roles": [],
                        "joined_at": "2020-01-01T00:00:00+00:00",
                        "deaf": False,
                        "mute": False,
                        "flags": 0,
                    }
                ],
                "emojis": [],
                "features": [],
                "owner_id": "9",
                "unavailable": False,
                "verification_level": 0,
                "default_message_notifications": 0,
                "explicit_content_filter": 0,
                "mfa_level": 0,
                "premium_tier": 0,
                "preferred_locale": "en-US",
                "nsfw_level": 0,
                "afk_timeout": 0,
                "system_channel_flags": 0,
                "premium_progress_bar_enabled": False,
                "stickers": [],
            }
        )
        g = bot.get_guild(5)
        print(g, g.text_channels, g.members, g.get_member(9).guild_permissions.administrator)
        sent = []

        async def send(channel_id, *, params):
            sent.append(params.payload)
            return {
                "id": "50",
                "channel_id": "7",
                "author": {"id": "1", "username": "me", "discriminator": "0", "avatar": None},
                "content": params.payload["content"],
                "timestamp": "2024-01-01T00:00:00+00:00",
                "edited_timestamp": None,
                "tts": False,
                "mention_everyone": False,
                "mentions": [],
                "mention_roles": [],
                "attachments": [],
                "embeds": [],
                "pinned": False,
                "type": 0,
                "flags": 0,
            }

        bot.http.send_message = send
        errs = []

        @bot.event
        async def on_command_error(ctx, err):
            errs.append(f"{type(err).__name__}: {err}")

        for text in ("!add 3 4.5 hello there", "!a x", "!add", "!nope", "!help"):
            m = discord.Message(
                state=st,
                channel=g.text_channels[0],
                data={
                    "id": "60",
                    "channel_id": "7",
                    "guild_id": "5",
                    "author": {"id": "9", "username": "u", "discriminator": "0", "avatar": None},
                    "content": text,
                    "timestamp": "2024-01-01T00:00:00+00:00",
                    "edited_timestamp": None,
                    "tts": False,
                    "mention_everyone": False,
                    "mentions": [],
                    "mention_roles": [],
                    "attachments": [],
                    "embeds": [],
                    "pinned": False,
                    "type": 0,
                    "flags": 0,
                },
            )
            await bot.process_commands(m)
        print(*[s["content"] for s in sent], sep="\n")
        print(*errs, sep="\n")


asyncio.run(main())
