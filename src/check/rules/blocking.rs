//! Code that blocks the event loop inside `async def`: blocking calls, functions of the program
//! that make them, and thread locks held across an `await`.

use super::Node;
use crate::check::facts::{Facts, Kind, Lead, library};
use crate::check::project::{self, Asks, Question};
use crate::check::walk::{self, Binding, Place, Visitor};
use crate::check::{Code, Finding};
use hob_grammar::ast::*;
use std::rc::Rc;

/// The maximum number of calls of imported functions that are followed.
const MOST: usize = 20;

const PIPES: &str = "`await loop.connect_read_pipe(...)`, or `await asyncio.to_thread(...)`";

/// Checks calls, loops and `with` statements of asynchronous functions.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    if !at.is_async() || runs_on_own_thread(facts, at) {
        return;
    }
    match node {
        Node::Expr(expr) => {
            // Another finding already covers an `await` of such a call.
            let is_told = |f: &Finding| f.code == Code::NotAwaitable && f.span == expr.span;
            if !findings.iter().any(is_told) {
                findings.extend(call(facts, at, expr));
            }
        }
        Node::Stmt(Stmt { kind: StmtKind::For(node), .. }) => {
            if facts.kind(at, &node.iter).is_library("sys.stdin") {
                let message =
                    "reading `sys.stdin` blocks the event loop: no other task runs while it waits";
                let hint = "Use `await asyncio.to_thread(sys.stdin.readline)`.";
                findings.push(Finding::new(Code::BlockingCall, node.iter.span, message).hint(hint));
            }
        }
        Node::Stmt(Stmt { kind: StmtKind::With { is_async: false, items, body }, .. }) => {
            for item in items {
                findings.extend(held_lock(facts, at, &item.context, body));
            }
        }
        Node::Stmt(Stmt { kind: StmtKind::While { test, body, .. }, .. }) => {
            // A call in the condition may be anything.
            if !facts.text(test).contains('(')
                && !facts.awaits_between(test.span.start, test.span.end)
                && body.iter().all(does_nothing)
            {
                let message = "this loop never waits: no other task runs until the condition changes, and none can change it";
                let hint = "Await something in it, such as an `asyncio.Event`.";
                findings.push(Finding::new(Code::BlockingCall, test.span, message).hint(hint));
            }
        }
        Node::Stmt(_) => {}
    }
}

/// Whether the function is a method of a thread, which runs its own loop.
fn runs_on_own_thread(facts: &Facts, at: &Place) -> bool {
    let class = at.function.and_then(|def| facts.class_of_method(def));
    let Some(class) = class.filter(|class| !class.arguments.args.is_empty()) else { return false };
    facts.place_of_class(class).is_some_and(|at| {
        class.arguments.args.iter().any(|base| facts.kind(&at, base).is_library("threading.Thread"))
    })
}

fn does_nothing(stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::Pass | StmtKind::Continue => true,
        StmtKind::Expr(value) => matches!(value.kind, ExprKind::Constant(_)),
        _ => false,
    }
}

fn call<'a>(facts: &Facts<'a>, at: &Place<'a>, expr: &'a Expr) -> Option<Finding> {
    let ExprKind::Call { func, .. } = &expr.kind else { return None };
    let callee = || facts.text(func);
    if let Some((code, instead)) = waits(facts, at, expr) {
        let message = match code {
            Code::BlockingIo => {
                format!(
                    "`{}()` holds up the event loop: no other task runs until it is done",
                    callee()
                )
            }
            _ => {
                format!("`{}()` blocks the event loop: no other task runs while it waits", callee())
            }
        };
        return Some(Finding::new(code, expr.span, message).hint(format!("Use {instead}.")));
    }
    let hint = || format!("Use `await asyncio.to_thread({}, ...)`.", callee());
    let kind = facts.kind(at, func);
    let leads = match &kind {
        Kind::Function(def) => leads(facts, def),
        kind => kind.imported().map(|path| Lead::Imported(path.clone())).into_iter().collect(),
    };
    if let (Kind::Function(def), Some(Lead::Blocks(inner, code))) = (kind, leads.last()) {
        if let ExprKind::Attribute { value, attr } = &project::callee(inner).kind
            && attr.name == "get"
            && has_asked(facts, at, value, expr.span)
        {
            return None;
        }
        let is_own = def.body.iter().any(|stmt| stmt.span.to(inner.span) == stmt.span);
        let message = format!(
            "`{}()` {} the event loop: it {} `{}()` on line {}",
            callee(),
            if *code == Code::BlockingIo { "holds up" } else { "blocks" },
            if is_own { "calls" } else { "leads to" },
            facts.text(project::callee(inner)),
            facts.line(inner.span)
        );
        return Some(
            Finding::new(*code, expr.span, message)
                .hint(hint())
                .label(inner.span, "no other task runs while this waits"),
        );
    }
    let paths = leads.iter().filter_map(|lead| match lead {
        Lead::Imported(path) => Some(path.to_string()),
        Lead::Blocks(..) => None,
    });
    let paths: Vec<String> = paths.collect();
    if !paths.is_empty() {
        facts.ask(Question {
            span: expr.span,
            callee: callee(),
            paths,
            asks: Asks::Blocks,
            hint: hint(),
        });
    }
    None
}

/// The code and the alternative for a call that blocks its thread.
fn waits<'a>(facts: &Facts<'a>, at: &Place<'a>, expr: &'a Expr) -> Option<(Code, &'static str)> {
    let ExprKind::Call { func, arguments } = &expr.kind else { return None };
    let Kind::Library(path) = facts.kind(at, func) else { return None };
    match path.as_str() {
        "builtins.open" | "os.open" if is_path_of_pipe(facts, arguments.args.first()?) => {
            Some((Code::BlockingCall, PIPES))
        }
        "os.read" => {
            let is_pipe = is_end_of_pipe(facts, at, arguments.args.first()?, expr.span);
            is_pipe.then_some((Code::BlockingCall, PIPES))
        }
        path => {
            let entry = library::find(path)?;
            let instead = entry.instead?;
            let code = if entry.is_brief { Code::BlockingIo } else { Code::BlockingCall };
            let is_harmless = is_harmless(facts, path, arguments)
                || is_ready(facts, at, path, func, expr.span)
                || is_private_lock(facts, at, path, func);
            (!is_harmless && !may_be_done(facts, at, path, func)).then_some((code, instead))
        }
    }
}

/// Whether these arguments make a call non-blocking.
fn is_harmless(facts: &Facts, path: &str, arguments: &Arguments) -> bool {
    let is_no_wait = |value: &Expr| match &value.kind {
        ExprKind::Constant(Constant::False | Constant::Int(0)) => true,
        ExprKind::Constant(Constant::Float(seconds)) => *seconds == 0.0,
        _ => false,
    };
    let first_is_no_wait = || arguments.args.first().is_some_and(is_no_wait);
    let takes_timeout = [".acquire", ".get", ".put", ".wait", ".join", ".result", ".exception"];
    match path {
        // `sleep(0)` only lets other threads run.
        "time.sleep" => first_is_no_wait(),
        "os.waitpid" => !arguments.args.get(1).is_some_and(is_no_wait),
        "select.select" => arguments.args.get(3).is_some_and(is_no_wait),
        "sqlite3.connect" => arguments.args.first().is_some_and(is_memory),
        // Numeric addresses need no look-up.
        "socket.getaddrinfo" => {
            let values = arguments.args.iter().chain(arguments.keywords.iter().map(|k| &k.value));
            values.into_iter().any(|value| facts.text(value).contains("NUMERIC"))
        }
        _ if path.starts_with("requests.") => false,
        _ if path.starts_with("socket.socket.") => {
            let text = &facts.source.text;
            text.contains("setblocking(")
                || text.contains("settimeout(")
                // Before the first datagram there is nothing to wait for.
                || path.ends_with(".connect") && text.contains("SOCK_DGRAM")
        }
        _ if takes_timeout.iter().any(|method| path.ends_with(method)) => {
            let by_name = arguments.keywords.iter().any(|k| {
                let name = k.name.as_ref().map_or("", |name| name.name.as_str());
                matches!(name, "block" | "blocking" | "timeout") && is_no_wait(&k.value)
            });
            let by_position = match path.ends_with(".put") {
                true => arguments.args.get(1).is_some_and(is_no_wait),
                false => first_is_no_wait(),
            };
            by_name || by_position
        }
        _ => false,
    }
}

/// Whether the path is that of a database in memory.
fn is_memory(path: &Expr) -> bool {
    matches!(&path.kind, ExprKind::Constant(Constant::Str(path)) if **path == *":memory:")
}

/// Whether a method does not wait after all: `put` if no queue of the program has a maximum size,
/// `get` in a function that calls `empty()` or `qsize()` first, and reading from files found by
/// `select`.
fn is_ready<'a>(facts: &Facts<'a>, at: &Place<'a>, path: &str, func: &Expr, span: Span) -> bool {
    let text = &facts.source.text;
    let makes_bounded = || {
        text.match_indices("Queue(").any(|(start, made)| {
            let rest = text[start + made.len()..].trim_start();
            !rest.starts_with(')') && !rest.starts_with("maxsize=0") && !rest.starts_with("0)")
        })
    };
    let ExprKind::Attribute { value: object, .. } = &func.kind else { return false };
    match path {
        "queue.SimpleQueue.put" => true,
        _ if path.starts_with("queue.") && path.ends_with(".put") => {
            match made_queue(facts, at, object) {
                Some(arguments) if arguments.args.is_empty() && arguments.keywords.is_empty() => {
                    true
                }
                // There is room for the only item.
                Some(_) => is_only_put(facts, at, object, span),
                None => !makes_bounded(),
            }
        }
        _ if path.starts_with("queue.") && path.ends_with(".get") => {
            has_asked(facts, at, object, span)
        }
        _ => text_before(facts, at, span)
            .contains(&format!("select.select([{}]", facts.text(object))),
    }
}

/// The text of the function before a location.
fn text_before<'a>(facts: &Facts<'a>, at: &Place<'a>, place: Span) -> &'a str {
    let start = at.function.and_then(|def| def.body.first()).map_or(0, |s| s.span.start);
    facts.source.text.get(start as usize..place.start as usize).unwrap_or_default()
}

/// Whether the function checks a queue for items before a location.
fn has_asked<'a>(facts: &Facts<'a>, at: &Place<'a>, queue: &Expr, place: Span) -> bool {
    let (before, queue) = (text_before(facts, at, place), facts.text(queue));
    [".empty()", ".qsize()"].iter().any(|asks| before.contains(&format!("{queue}{asks}")))
}

/// The arguments of the call that makes the queue of a variable, if there is one call.
fn made_queue<'a>(facts: &Facts<'a>, at: &Place<'a>, object: &Expr) -> Option<&'a Arguments> {
    let ExprKind::Name(name) = &object.kind else { return None };
    let [bound] = facts.variable(at.scope, name)?.bindings.as_slice() else { return None };
    let (Binding::Value(value) | Binding::Annotated(_, Some(value))) = bound.how else {
        return None;
    };
    match &value.kind {
        ExprKind::Call { arguments, .. } => Some(arguments),
        _ => None,
    }
}

/// Whether a call is the only one that puts into the queue of a variable, outside loops.
fn is_only_put<'a>(facts: &Facts<'a>, at: &Place<'a>, object: &Expr, span: Span) -> bool {
    let ExprKind::Name(name) = &object.kind else { return false };
    let Some(variable) = facts.variable(at.scope, name) else { return false };
    let rest = |read: Span| facts.source.text.get(read.end as usize..).unwrap_or_default();
    let puts = variable.reads.iter().filter(|read| rest(read.span).starts_with(".put"));
    let in_loop = |stmt: &Stmt| is_in_loop(stmt, span);
    puts.count() == 1 && !at.function.is_some_and(|def| def.body.iter().any(in_loop))
}

fn is_in_loop(stmt: &Stmt, span: Span) -> bool {
    if stmt.span.to(span) != stmt.span {
        return false;
    }
    matches!(stmt.kind, StmtKind::For(_) | StmtKind::While { .. })
        || walk::blocks(stmt).flatten().any(|inner| is_in_loop(inner, span))
}

/// Whether a lock belongs only to the running function.
fn is_private_lock<'a>(facts: &Facts<'a>, at: &Place<'a>, path: &str, func: &Expr) -> bool {
    let ExprKind::Attribute { value: object, .. } = &func.kind else { return false };
    path.starts_with("threading.")
        && path.ends_with("Lock.acquire")
        && (is_private(facts, at, object) || is_new(facts, at, object))
}

/// Whether the previous statement made the object, so that nothing else can have it yet.
fn is_new<'a>(facts: &Facts<'a>, at: &Place<'a>, object: &Expr) -> bool {
    let ExprKind::Name(name) = &object.kind else { return false };
    let Some(variable) = facts.variable(at.scope, name) else { return false };
    let mut made = variable.bindings.iter().filter(|bound| bound.span.end <= object.span.start);
    let Some(Binding::Value(value)) = made.next_back().map(|bound| bound.how) else { return false };
    let between = facts.source.text.get(value.span.end as usize..object.span.start as usize);
    between.is_some_and(|text| text.trim().is_empty())
}

/// Whether a variable is local to the function, which only uses its methods.
fn is_private<'a>(facts: &Facts<'a>, at: &Place<'a>, object: &Expr) -> bool {
    let ExprKind::Name(name) = &object.kind else { return false };
    let Some(variable) = facts.variable(at.scope, name) else { return false };
    let is_own = variable.bindings.iter().all(|b| {
        b.at.function.is_some() && b.at.scope == at.scope && matches!(b.how, Binding::Value(_))
    });
    let text = &facts.source.text;
    is_own
        && variable.reads.iter().all(|read| {
            let after = text.get(read.span.end as usize..).unwrap_or_default();
            let before = text.get(..read.span.start as usize).unwrap_or_default();
            read.at.scope == at.scope
                && (after.starts_with('.') || before.trim_end().ends_with("with"))
        })
}

/// Whether a thread, process or future may already be done: something was awaited since its
/// creation, or it was created elsewhere.
fn may_be_done<'a>(facts: &Facts<'a>, at: &Place<'a>, path: &str, func: &Expr) -> bool {
    if path.starts_with("subprocess.Popen.") {
        // The process of an object may have ended while the function waited for it.
        let start = at.function.and_then(|def| def.body.first()).map_or(0, |s| s.span.start);
        let ExprKind::Attribute { value: object, .. } = &func.kind else { return false };
        let polls = format!("{}.poll()", facts.text(object));
        if text_before(facts, at, func.span).contains(&polls) {
            return true;
        }
        if path != "subprocess.Popen.wait" {
            return false;
        }
        return matches!(object.kind, ExprKind::Attribute { .. })
            && facts.awaits_between(start, func.span.start);
    }
    let ends = [".join", ".result", ".exception"];
    if !ends.iter().any(|method| path.ends_with(method)) || path.starts_with("queue.") {
        return false;
    }
    let ExprKind::Attribute { value: object, .. } = &func.kind else { return true };
    match &object.kind {
        ExprKind::Call { .. } => false,
        ExprKind::Name(name) => {
            let variable = facts.variable(at.scope, name);
            let Some([bound]) = variable.map(|v| v.bindings.as_slice()) else { return true };
            bound.at.scope != at.scope || facts.awaits_between(bound.span.start, object.span.start)
        }
        _ => true,
    }
}

/// Whether a path is that of a special file, or one that the program passes to `mkfifo`.
fn is_path_of_pipe(facts: &Facts, path: &Expr) -> bool {
    if let ExprKind::Constant(Constant::Str(path)) = &path.kind {
        let special = ["/dev/stdin", "/dev/tty", "/dev/fd/", "/proc/self/fd/"];
        if special.iter().any(|start| path.starts_with(start)) {
            return true;
        }
    }
    let is_name = matches!(path.kind, ExprKind::Constant(Constant::Str(_)) | ExprKind::Name(_));
    let made = format!("mkfifo({}", facts.text(path));
    is_name && [")", ","].iter().any(|end| facts.source.text.contains(&format!("{made}{end}")))
}

/// Whether a descriptor is an end of `os.pipe()`, and nothing was awaited since it was made: then
/// it must still be empty.
fn is_end_of_pipe<'a>(facts: &Facts<'a>, at: &Place<'a>, descriptor: &'a Expr, read: Span) -> bool {
    let ExprKind::Name(name) = &descriptor.kind else { return false };
    let variable = facts.variable(at.scope, name);
    let Some([bound]) = variable.map(|v| v.bindings.as_slice()) else { return false };
    match bound.how {
        Binding::Part(Expr { kind: ExprKind::Call { func, .. }, .. }, _) => {
            facts.kind(&bound.at, func).is_library("os.pipe")
                && !facts.awaits_between(bound.span.end, read.start)
        }
        _ => false,
    }
}

/// The calls that a function always makes and that block or may block, outside branches: its own and
/// those of the functions that it calls, up to the first that certainly blocks.
pub fn leads<'a>(facts: &Facts<'a>, def: &'a FunctionDef) -> Rc<[Lead<'a>]> {
    facts.leads(def, |at| {
        let mut found = Vec::new();
        if def.is_async || facts.is_generator(def) {
            return found;
        }
        let mut calls = Vec::new();
        straight_on(facts, &at, &def.body, &mut calls);
        for expr in calls {
            if let Some((code, _)) = waits(facts, &at, expr) {
                found.push(Lead::Blocks(expr, code));
            } else {
                let kind = facts.kind(&at, project::callee(expr));
                match &kind {
                    Kind::Function(inner) => found.extend(leads(facts, inner).iter().cloned()),
                    kind => found.extend(kind.imported().cloned().map(Lead::Imported)),
                }
            }
            if matches!(found.last(), Some(Lead::Blocks(..))) || found.len() > MOST {
                break;
            }
        }
        found
    })
}

/// The calls of statements that always run, up to the first branch that leaves.
fn straight_on<'a>(facts: &Facts<'a>, at: &Place<'a>, body: &'a [Stmt], calls: &mut Vec<&'a Expr>) {
    for stmt in body {
        match &stmt.kind {
            StmtKind::If { .. } | StmtKind::Match { .. } => {
                if leaves(stmt) {
                    return;
                }
            }
            StmtKind::For(_) | StmtKind::While { .. } => {}
            StmtKind::Try(node) => straight_on(facts, at, &node.body, calls),
            StmtKind::With { body, .. } => straight_on(facts, at, body, calls),
            StmtKind::FunctionDef(_) | StmtKind::ClassDef(_) => {}
            _ => {
                let mut found = Calls::default();
                walk::block(at, std::slice::from_ref(stmt), facts.scopes, &mut found);
                let is_branch = |call: &&Expr| {
                    found
                        .branches
                        .iter()
                        .any(|b| b.start <= call.span.start && call.span.end <= b.end)
                };
                calls.extend(found.calls.iter().copied().filter(|call| !is_branch(call)));
            }
        }
    }
}

fn leaves(stmt: &Stmt) -> bool {
    matches!(stmt.kind, StmtKind::Return(_) | StmtKind::Raise { .. })
        || walk::blocks(stmt).any(|block| block.iter().any(leaves))
}

/// The calls of a statement, in source order, and the expressions whose parts may not run.
#[derive(Default)]
struct Calls<'a> {
    calls: Vec<&'a Expr>,
    branches: Vec<Span>,
}

impl<'a> Visitor<'a> for Calls<'a> {
    fn expr(&mut self, _: &Place<'a>, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Call { .. } => self.calls.push(expr),
            ExprKind::IfElse { .. }
            | ExprKind::BoolOp { .. }
            | ExprKind::ListComp { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::DictComp { .. } => self.branches.push(expr.span),
            _ => {}
        }
    }

    fn enters_units(&self) -> bool {
        false
    }
}

/// `with lock:` around an `await`, if the lock is from `threading`.
fn held_lock<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    context: &'a Expr,
    body: &'a [Stmt],
) -> Option<Finding> {
    let Kind::Object(class @ ("threading.Lock" | "threading.RLock" | "threading.Condition")) =
        facts.kind(at, context)
    else {
        return None;
    };
    let (first, last) = (body.first()?, body.last()?);
    if is_private(facts, at, context) {
        return None;
    }
    if !facts.awaits_between(first.span.start, last.span.end) {
        return None;
    }
    let text = facts.text(context);
    let message = format!(
        "`with {text}` holds a thread lock across an `await`: another task that wants it blocks the event loop forever"
    );
    let own = class.replace("threading.R", "threading.").replace("threading", "asyncio");
    Some(
        Finding::new(Code::BlockingCall, context.span, message)
            .hint(format!("Use `{own}` and `async with`.")),
    )
}
