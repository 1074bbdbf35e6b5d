"""Models, relationships, queries and sessions on sqlite3."""
from sqlalchemy import ForeignKey, String, create_engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20), unique=True)
    items: Mapped[list["Item"]] = relationship(back_populates="owner", cascade="all, delete-orphan")


class Item(Base):
    __tablename__ = "item"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    owner: Mapped[User] = relationship(back_populates="items")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add_all([User(name="ann", items=[Item(title="a"), Item(title=None)]), User(name="bob")])
    session.commit()
    query = select(User.name, func.count(Item.id)).outerjoin(Item).group_by(User.id).order_by(User.name)
    print("joined:", session.execute(query).all())
    print("text:", query)
    ann = session.scalars(select(User).where(User.name.like("a%"))).one()
    print("lazy:", [item.title for item in ann.items], ann.items[0].owner is ann)
    session.delete(ann)
    session.flush()
    print("cascade:", session.scalar(select(func.count()).select_from(Item)))
    session.rollback()
    session.add(User(name="bob"))
    try:
        session.commit()
    except IntegrityError as error:
        print("error:", error.orig)
with Session(engine) as session:
    found = session.scalars(select(User).options(selectinload(User.items)).order_by(User.id))
    print("loaded:", [(user.name, [item.title for item in user.items]) for user in found])
