//! Calls inside of `async def` that make the whole event loop wait.

use super::Node;
use crate::check::facts::{Facts, Kind, library};
use crate::check::walk::Place;
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// Looks at calls.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    if !at.is_async() {
        return;
    }
    let Node::Expr(expr) = node else { return };
    let ExprKind::Call { func, arguments } = &expr.kind else { return };
    let Kind::Library(path) = facts.kind(at, func) else { return };
    let callee = facts.text(func);
    let instead = match library::find(&path).and_then(|entry| entry.instead) {
        Some(instead) if !is_harmless(facts, &path, arguments) => instead,
        None if path == "builtins.open" && opens_a_pipe(arguments) => {
            "await loop.connect_read_pipe(...), or await asyncio.to_thread(...)"
        }
        _ => return,
    };
    // An `await` of such a call is told of already.
    if findings.iter().any(|f| f.code == Code::NotAwaitable && f.span == expr.span) {
        return;
    }
    let message = format!("`{callee}()` blocks the event loop: no other task runs while it waits");
    let finding = Finding::new(Code::BlockingCall, expr.span, message);
    findings.push(finding.hint(format!("Use {}.", quoted(instead))));
}

/// Advice that is code, marked as such.
fn quoted(instead: &str) -> String {
    match instead.split_once([',', ' ']) {
        Some(("await", _)) if !instead.contains(", or") && !instead.contains(" with ") => {
            format!("`{instead}`")
        }
        _ => instead.to_string(),
    }
}

/// Whether these arguments keep a call from waiting.
fn is_harmless(facts: &Facts, path: &str, arguments: &Arguments) -> bool {
    let is_no_wait = |value: &Expr| match &value.kind {
        ExprKind::Constant(Constant::False | Constant::Int(0)) => true,
        ExprKind::Constant(Constant::Float(seconds)) => *seconds == 0.0,
        _ => false,
    };
    let takes_timeout = [".acquire", ".get", ".put", ".wait", ".join", ".result", ".exception"];
    if takes_timeout.iter().any(|method| path.ends_with(method)) {
        let keyword = |k: &Keyword| {
            k.name.as_ref().is_some_and(|n| matches!(&*n.name, "block" | "blocking" | "timeout"))
                && is_no_wait(&k.value)
        };
        let positional = match path.ends_with(".put") {
            true => arguments.args.get(1),
            false => arguments.args.first(),
        };
        return arguments.keywords.iter().any(keyword)
            || positional.is_some_and(is_no_wait) && !path.starts_with("requests.");
    }
    match path {
        // `sleep(0)` lets other threads run, which takes no time.
        "time.sleep" => arguments.args.first().is_some_and(is_no_wait),
        "os.waitpid" => !arguments.args.get(1).is_some_and(is_no_wait),
        "select.select" => arguments.args.get(3).is_some_and(is_no_wait),
        _ if path.starts_with("socket.socket.") => {
            let text = &facts.source.text;
            text.contains("setblocking(") || text.contains("settimeout(")
        }
        _ => false,
    }
}

/// Whether `open` is given a path that is no regular file's.
fn opens_a_pipe(arguments: &Arguments) -> bool {
    let Some(ExprKind::Constant(Constant::Str(path))) = arguments.args.first().map(|a| &a.kind)
    else {
        return false;
    };
    ["/dev/stdin", "/dev/tty", "/dev/fd/", "/proc/self/fd/"].iter().any(|p| path.starts_with(p))
}
