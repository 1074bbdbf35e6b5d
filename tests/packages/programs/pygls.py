"""A language server in a process of its own, asked over its standard streams."""

import asyncio
import sys

from lsprotocol import types as T

from pygls.lsp.client import LanguageClient
from pygls.lsp.server import LanguageServer

if len(sys.argv) > 1:
    s = LanguageServer("x", "v1")

    @s.feature(T.TEXT_DOCUMENT_COMPLETION, T.CompletionOptions(trigger_characters=["."]))
    def comp(params: T.CompletionParams):
        doc = s.workspace.get_text_document(params.text_document.uri)
        return [T.CompletionItem(label=w) for w in sorted(set(doc.source.split()))]

    @s.feature(T.TEXT_DOCUMENT_HOVER)
    async def hover(ls, params):
        await asyncio.sleep(0.01)
        return T.Hover(contents=T.MarkupContent(T.MarkupKind.Markdown, f"*{params.position.line}*"))

    @s.feature(T.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls, p):
        ls.text_document_publish_diagnostics(
            T.PublishDiagnosticsParams(
                uri=p.text_document.uri,
                diagnostics=[T.Diagnostic(range=T.Range(T.Position(0, 0), T.Position(0, 1)), message="m")],
            )
        )

    @s.command("go")
    def go(*args):
        return {"args": repr(args)}

    s.start_io()
    sys.exit()


async def main():
    c = LanguageClient("c", "1")
    got = asyncio.Queue()

    @c.feature(T.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def diag(p):
        got.put_nowait(p)

    await c.start_io(sys.executable, __file__, "serve")
    r = await c.initialize_async(T.InitializeParams(capabilities=T.ClientCapabilities(), root_uri="file:///"))
    print(
        r.server_info,
        r.capabilities.completion_provider,
        r.capabilities.hover_provider,
        r.capabilities.execute_command_provider,
    )
    c.initialized(T.InitializedParams())
    c.text_document_did_open(
        T.DidOpenTextDocumentParams(T.TextDocumentItem("file:///a.txt", "text", 1, "b a c a\n"))
    )
    print(await asyncio.wait_for(got.get(), 5))
    r = await c.text_document_completion_async(
        T.CompletionParams(T.TextDocumentIdentifier("file:///a.txt"), T.Position(0, 0))
    )
    print([i.label for i in (r.items if hasattr(r, "items") else r)])
    print(
        await c.text_document_hover_async(
            T.HoverParams(T.TextDocumentIdentifier("file:///a.txt"), T.Position(4, 0))
        )
    )
    print(await c.workspace_execute_command_async(T.ExecuteCommandParams("go", [])))
    try:
        await c.text_document_definition_async(
            T.DefinitionParams(T.TextDocumentIdentifier("file:///a.txt"), T.Position(4, 0))
        )
    except Exception as e:
        print(type(e).__name__, e)
    await c.shutdown_async(None)
    c.exit(None)
    await c.stop()


asyncio.run(main())
