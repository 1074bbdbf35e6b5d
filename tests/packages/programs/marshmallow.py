"""Schemas: loading, dumping, nesting, validation, hooks, and errors by field."""
from datetime import date
from types import SimpleNamespace
from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, pre_load, validate, validates_schema


class Author(Schema):
    name = fields.Str(required=True, validate=validate.Length(min=1))
    email = fields.Email()


class Book(Schema):
    class Meta:
        unknown = EXCLUDE

    title = fields.Str(data_key="Title", required=True)
    authors = fields.List(fields.Nested(Author))
    when = fields.Date()
    price = fields.Decimal(places=2, as_string=True)
    size = fields.Method("get_size")

    def get_size(self, book):
        return len(book.title)

    @pre_load
    def strip(self, data, **_):
        return {key: value.strip() if isinstance(value, str) else value for key, value in data.items()}

    @validates_schema
    def check(self, data, **_):
        if data.get("title") == "bad":
            raise ValidationError("a bad book", "Title")

    @post_load
    def make(self, data, **_):
        return SimpleNamespace(**data)


book = Book().load({"Title": " T ", "authors": [{"name": "a", "email": "a@b.org"}], "when": "2024-01-02", "price": "1.005", "x": 1})
print("loaded:", book)
print("dumped:", Book().dump(book))
for bad in ({}, {"Title": "bad"}, {"Title": 1, "authors": [{"name": ""}, {"email": "x"}], "when": "no"}):
    try:
        Book().load(bad)
    except ValidationError as error:
        print("errors:", error.messages)
print("many:", Author(many=True, only=["name"]).dump([{"name": "a"}, {"name": "b"}]), date(2024, 1, 2).isoformat())
