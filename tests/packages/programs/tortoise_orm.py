"""Models on SQLite by tortoise and peewee, migrations by alembic, all in files of their own."""
import asyncio
import logging
import alembic.command
import alembic.config
import peewee
import sqlalchemy
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.autogenerate import compare_metadata
from tortoise import Tortoise, fields
from tortoise.expressions import F, Q
from tortoise.functions import Count, Sum
from tortoise.models import Model
from tortoise.transactions import in_transaction


class Team(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=20, unique=True)
    players: fields.ReverseRelation["Player"]

    def __str__(self):
        return f"Team {self.name}"


class Player(Model):
    id = fields.IntField(primary_key=True)
    name = fields.TextField()
    points = fields.IntField(default=0)
    team = fields.ForeignKeyField("models.Team", related_name="players", null=True)
    tags = fields.JSONField(default=list)


async def orm():
    await Tortoise.init(db_url="sqlite://t.db", modules={"models": [__name__]})
    await Tortoise.generate_schemas()
    red, blue = await Team.create(name="red"), await Team.create(name="blue")
    await Player.bulk_create([Player(name=f"p{i}", points=i, team=red if i % 2 else blue, tags=[i]) for i in range(6)])
    print(await Player.filter(Q(points__gt=1) & ~Q(team__name="blue")).order_by("-points").values_list("name", "points", "team__name"))
    print(await Team.annotate(n=Count("players"), total=Sum("players__points")).order_by("name").values("name", "n", "total"))
    await Player.filter(name="p1").update(points=F("points") + 100)
    player = await Player.get(name="p1").prefetch_related("team")
    print(player.points, str(player.team), player.tags)
    try:
        await Team.create(name="red")
    except Exception as error:
        print(type(error).__name__, error)
    try:
        async with in_transaction():
            await Player.create(name="gone")
            raise KeyError("back")
    except KeyError:
        print("count", await Player.all().count(), await Player.exists(name="gone"))
    async for team in Team.all().order_by("id"):
        print(team, [p.name async for p in team.players.order_by("id")])
    print(Player.filter(points__in=[1, 2]).sql())
    try:
        await Player.get(name="none")
    except Exception as error:
        print(type(error).__name__, error)
    await Tortoise.close_connections()


metadata = sqlalchemy.MetaData()
notes = sqlalchemy.Table("notes", metadata, sqlalchemy.Column("id", sqlalchemy.Integer, primary_key=True),
                         sqlalchemy.Column("text", sqlalchemy.String(50)), sqlalchemy.Column("done", sqlalchemy.Boolean))


def migrate():
    engine = sqlalchemy.create_engine("sqlite:///m.db")
    with engine.begin() as connection:
        context = MigrationContext.configure(connection)
        print([(change[0], change[1].name) for change in compare_metadata(context, metadata)])
        op = Operations(context)
        op.create_table("notes", sqlalchemy.Column("id", sqlalchemy.Integer, primary_key=True), sqlalchemy.Column("text", sqlalchemy.String(50)))
        print([(change[0], change[2], change[3].name) for change in compare_metadata(context, metadata)])
        with op.batch_alter_table("notes") as batch:
            batch.add_column(sqlalchemy.Column("done", sqlalchemy.Boolean))
            batch.create_index("by_text", ["text"])
        op.bulk_insert(notes, [{"text": "one", "done": True}])
        print(connection.execute(sqlalchemy.select(notes)).all(), compare_metadata(context, metadata)[0][0])
    engine.dispose()


def peewees():
    db = peewee.SqliteDatabase("p.db")

    class Base(peewee.Model):
        class Meta:
            database = db

    class Person(Base):
        name = peewee.CharField(unique=True)

    class Pet(Base):
        owner = peewee.ForeignKeyField(Person, backref="pets")
        kind = peewee.CharField(default="cat")

    db.create_tables([Person, Pet])
    a = Person.create(name="a")
    Pet.insert_many([{"owner": a, "kind": k} for k in ("dog", "cat", "cat")]).execute()
    query = Pet.select(Pet.kind, peewee.fn.COUNT(Pet.id).alias("n")).join(Person).where(Person.name == "a").group_by(Pet.kind).order_by(peewee.SQL("n").desc())
    print(query.sql(), [(row.kind, row.n) for row in query])
    try:
        with db.atomic():
            Person.create(name="a")
    except peewee.IntegrityError as error:
        print("error", error)
    print([pet.kind for pet in a.pets.where(Pet.kind.startswith("d"))], Person.get_or_none(Person.name == "z"))
    db.close()


def scripts():
    alembic.command.init(config := alembic.config.Config("alembic.ini"), "migrations")
    config.set_main_option("sqlalchemy.url", "sqlite:///s.db")
    logging.disable(logging.CRITICAL)
    script = alembic.command.revision(config, "first", rev_id="001")
    print(script.revision, script.doc)
    alembic.command.upgrade(config, "head")
    alembic.command.current(config)
    alembic.command.history(config)


asyncio.run(orm())
migrate()
peewees()
scripts()
