//! Asynchronous functions passed as synchronous callbacks.

use super::Node;
use crate::check::facts::{Facts, Kind};
use crate::check::walk::Place;
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// Functions that call an argument: its position and keyword.
const CALLERS: [(&str, usize, &str); 16] = [
    ("asyncio.AbstractEventLoop.call_soon", 0, "callback"),
    ("asyncio.AbstractEventLoop.call_soon_threadsafe", 0, "callback"),
    ("asyncio.AbstractEventLoop.call_later", 1, "callback"),
    ("asyncio.AbstractEventLoop.call_at", 1, "callback"),
    ("asyncio.AbstractEventLoop.add_reader", 1, "callback"),
    ("asyncio.AbstractEventLoop.add_writer", 1, "callback"),
    ("asyncio.AbstractEventLoop.add_signal_handler", 1, "callback"),
    ("asyncio.AbstractEventLoop.run_in_executor", 1, "func"),
    ("asyncio.Task.add_done_callback", 0, "fn"),
    ("asyncio.Future.add_done_callback", 0, "fn"),
    ("asyncio.to_thread", 0, "func"),
    ("threading.Thread", 1, "target"),
    ("concurrent.futures.ThreadPoolExecutor.submit", 0, "fn"),
    ("concurrent.futures.ProcessPoolExecutor.submit", 0, "fn"),
    ("signal.signal", 1, "handler"),
    ("atexit.register", 0, "func"),
];

/// Checks calls.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    let Node::Expr(Expr { kind: ExprKind::Call { func, arguments }, .. }) = node else { return };
    let Kind::Library(path) = facts.kind(at, func) else { return };
    let Some((_, position, keyword)) = CALLERS.iter().find(|(name, ..)| path == *name) else {
        return;
    };
    let by_name = || {
        let mut keywords = arguments.keywords.iter();
        let is_meant = |k: &&Keyword| k.name.as_ref().is_some_and(|n| n.name == *keyword);
        keywords.find(is_meant).map(|k| &k.value)
    };
    let has_stars = arguments.args.iter().any(|a| matches!(a.kind, ExprKind::Starred(_)));
    let by_position = arguments.args.get(*position).filter(|_| !has_stars);
    let Some(callback) = by_position.or_else(by_name) else { return };
    let text = facts.text(callback);
    let caller = facts.text(func);
    let (message, hint) = match facts.kind(at, callback) {
        Kind::Function(def) if def.is_async => (
            format!("`{caller}()` only calls `{text}`: nothing awaits the coroutine that it makes"),
            match path.as_str() {
                "asyncio.to_thread" => format!("Write `await {text}(...)`."),
                _ => format!(
                    "Give it an ordinary function that makes a task of `{text}(...)` and keeps it."
                ),
            },
        ),
        Kind::Coroutine(..) => (
            format!("`{caller}()` needs a function to call, and `{text}` is a coroutine"),
            "Give it an ordinary function that makes a task and keeps it.".to_string(),
        ),
        _ => return,
    };
    findings.push(Finding::new(Code::AsyncCallback, callback.span, message).hint(hint));
}
