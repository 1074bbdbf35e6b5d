"""Prompts, fake models, chains, parsers, tools, retries, fallbacks, streams and events.

Needs stand-ins.
"""

import asyncio

from pydantic import BaseModel

from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.language_models.fake_chat_models import FakeListChatModel, GenericFakeChatModel
from langchain_core.load import dumpd
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, messages_to_dict, trim_messages
from langchain_core.output_parsers import JsonOutputParser, PydanticOutputParser, StrOutputParser
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder, PromptTemplate
from langchain_core.runnables import (
    RunnableBranch,
    RunnableLambda,
    RunnableParallel,
    RunnablePassthrough,
)
from langchain_core.tools import tool
from langchain_core.vectorstores import InMemoryVectorStore


@tool
def mul(a: int, b: int = 2) -> int:
    """Multiply."""
    return a * b


@tool
async def aup(s: str) -> str:
    """Up."""
    return s.upper()


class Joke(BaseModel):
    setup: str
    n: int


class H(AsyncCallbackHandler):
    async def on_chat_model_start(self, *a, **k):
        print("start")

    async def on_llm_end(self, r, **k):
        print("end", r.generations[0][0].text)


async def main():
    p = ChatPromptTemplate.from_messages(
        [("system", "You are {role}"), MessagesPlaceholder("h"), ("human", "{q}")]
    )
    m = FakeListChatModel(responses=["one", "two", '{"setup": "x", "n": 3}', "bad"])
    chain = p | m | StrOutputParser()
    print(p.invoke({"role": "r", "h": [AIMessage("hi")], "q": "Q"}).to_messages())
    print(
        await chain.ainvoke({"role": "a", "h": [], "q": "b"}, config={"callbacks": [H()]}),
        [c async for c in chain.astream({"role": "a", "h": [], "q": "b"})],
    )
    print((m | PydanticOutputParser(pydantic_object=Joke)).invoke("x"))
    try:
        (m | JsonOutputParser()).invoke("x")
    except Exception as e:
        print(type(e).__name__, str(e).splitlines()[0])
    r = RunnableParallel(a=RunnableLambda(lambda x: x + 1), b=RunnablePassthrough()) | RunnableLambda(
        lambda d: d["a"] * d["b"]
    )
    print(r.invoke(3), await r.abatch([1, 2, 3]), r.batch([4]))
    b = RunnableBranch((lambda x: x > 5, lambda x: "big"), lambda x: "small")
    print(b.invoke(6), b.invoke(1))
    n = 0

    def flaky(x):
        nonlocal n
        n += 1
        if n < 3:
            raise ValueError("no")
        return x

    print(
        RunnableLambda(flaky).with_retry(stop_after_attempt=4, wait_exponential_jitter=False).invoke("v"), n
    )
    print(RunnableLambda(lambda x: 1 / 0).with_fallbacks([RunnableLambda(lambda x: "fb")]).invoke(0))
    print(mul.invoke({"a": 3}), mul.args, await aup.ainvoke("q"), mul.get_input_jsonschema()["properties"])
    try:
        mul.invoke({"a": "x"})
    except Exception as e:
        print(type(e).__name__)
    vs = (
        InMemoryVectorStore(DeterministicFakeEmbedding(size=8))
        if __import__("importlib.util").util.find_spec("numpy")
        else None
    )
    ev = [
        (e["event"], e["name"])
        async for e in chain.astream_events({"role": "a", "h": [], "q": "b"}, version="v2")
    ]
    print(ev[:3], len(ev) > 6)
    print(
        dumpd(PromptTemplate.from_template("a {b}"))["id"], messages_to_dict([HumanMessage("x")])[0]["type"]
    )
    print(r.get_graph().draw_ascii() if False else len(r.get_graph().nodes))
    print(
        trim_messages(
            [SystemMessage("s"), HumanMessage("a" * 10), AIMessage("b"), HumanMessage("c")],
            max_tokens=2,
            token_counter=len,
            strategy="last",
        )
    )
    g = GenericFakeChatModel(messages=iter([AIMessage("a b c")]))
    print([c.content async for c in g.astream("x")])
    print(Document(page_content="x", metadata={"a": 1}))


asyncio.run(main())
