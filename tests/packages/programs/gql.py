"""Schemas by graphql-core and ariadne: queries, mutations, subscriptions, errors; gql's client of a schema."""
import asyncio
import ariadne
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.local_schema import LocalSchemaTransport
from graphql import build_schema, graphql, graphql_sync, parse, print_ast, print_schema, validate

schema = build_schema("""
type Query { hello(name: String = "you"): String!, numbers(limit: Int!): [Int] }
enum Color { RED GREEN }
""")


class Root:
    async def hello(self, info, name):
        await asyncio.sleep(0)
        return f"hello {name}"

    def numbers(self, info, limit):
        if limit > 5:
            raise ValueError("too many")
        return list(range(limit))


async def main():
    for text in ("{hello}", '{hello(name: "x") numbers(limit: 3)}', "{numbers(limit: 9) hello}", "{nothing}", "{hello", "query Q($n: Int!) {numbers(limit: $n)}"):
        result = await graphql(schema, text, Root(), variable_values={"n": 2})
        print(result.data, [str(error).splitlines()[0] for error in result.errors or ()])
    query = ariadne.QueryType()

    @query.field("people")
    async def people(_, info, at_least=0):
        return [{"name": "a", "age": 1}, {"name": "b", "age": 9}][at_least > 5:]

    person = ariadne.ObjectType("Person")
    person.set_field("label", lambda obj, info: f"{obj['name']}-{obj['age']}")
    people_schema = ariadne.make_executable_schema("type Query{people(atLeast:Int):[Person!]!} type Person{name:String label:String}", query, person, convert_names_case=True)
    print(await ariadne.graphql(people_schema, {"query": "{people(atLeast: 6){name label}}"}))
    async with Client(transport=LocalSchemaTransport(people_schema)) as session:
        print(await session.execute(gql("{people{name}}")))
        try:
            await session.execute(gql("{people{age}}"))
        except TransportQueryError as error:
            print(str(error)[:80])


asyncio.run(main())
print(print_ast(parse("query A($x:Int=1){a(b:[1,{c:$x}])@skip(if:true){...F}} fragment F on T{d}")))
print([error.message for error in validate(schema, parse("{hello(nope:1) ...X}"))])
print(print_schema(schema))
print(graphql_sync(schema, "{__schema{types{name}}}").data["__schema"]["types"][:4])
