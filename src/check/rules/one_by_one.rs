//! Independent calls that are awaited one after another.

use super::Node;
use crate::check::facts::{Facts, Kind};
use crate::check::walk::{self, Place, Visitor};
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// Checks comprehensions and loops of asynchronous functions.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    // Coroutines may belong to another scheduler, for which `asyncio.gather` would be wrong advice.
    if !facts.imports_asyncio {
        return;
    }
    let found = match node {
        Node::Expr(expr) => comprehension(facts, at, expr),
        Node::Stmt(Stmt { kind: StmtKind::For(node), .. }) => collecting_loop(facts, at, node),
        Node::Stmt(_) => None,
    };
    findings.extend(found.filter(|_| !is_one_of_several(facts, at)));
}

/// Whether the program makes several tasks from the function: workers, whose number limits
/// concurrent calls.
fn is_one_of_several(facts: &Facts, at: &Place) -> bool {
    const MAKERS: [&str; 4] = ["create_task(", "ensure_future(", "gather(*(", "gather(*["];
    let Some(def) = at.function else { return false };
    let text = &facts.source.text;
    let is_made = |maker: &str, object: &str| {
        let call = format!("{maker}{object}{}(", def.name.name);
        let mut lines = text.match_indices(&call).map(|(start, _)| text[start..].lines().next());
        lines.any(|line| line.is_some_and(|line| line.contains(" for ")))
    };
    MAKERS.iter().any(|maker| is_made(maker, "") || is_made(maker, "self."))
}

/// `[await call(x) for x in …]`
fn comprehension<'a>(facts: &Facts<'a>, at: &Place<'a>, expr: &'a Expr) -> Option<Finding> {
    let (element, generators) = match &expr.kind {
        ExprKind::ListComp { element, generators } | ExprKind::SetComp { element, generators } => {
            (element, generators)
        }
        ExprKind::DictComp { value, generators, .. } => (value, generators),
        _ => return None,
    };
    let [Comprehension { is_async: false, target, iter, ifs }] = generators.as_slice() else {
        return None;
    };
    let ExprKind::Await(call) = &element.kind else { return None };
    let inside = facts.inside_comprehension(at, expr)?;
    if awaits(facts, &inside, ifs) || !is_independent(facts, &inside, call, target) {
        return None;
    }
    let message = "the comprehension waits for each call before it makes the next";
    let tests: String = ifs.iter().map(|test| format!(" if {}", facts.text(test))).collect();
    let (target, iter) = (facts.text(target), facts.text(iter));
    let all =
        format!("await asyncio.gather(*({} for {target} in {iter}{tests}))", facts.text(call));
    let all = match &expr.kind {
        // The results of `gather` have no keys.
        ExprKind::DictComp { key, .. } => {
            let keys = format!("[{} for {target} in {iter}{tests}]", facts.text(key));
            format!("dict(zip({keys}, {all}))")
        }
        ExprKind::SetComp { .. } => format!("set({all})"),
        _ => all,
    };
    let finding = Finding::new(Code::AwaitInComprehension, element.span, message);
    Some(finding.hint(format!("If the order does not matter: `{all}`.")))
}

/// `for x in …: results.append(await call(x))`
fn collecting_loop<'a>(facts: &Facts<'a>, at: &Place<'a>, node: &'a For) -> Option<Finding> {
    if node.is_async || !node.orelse.is_empty() {
        return None;
    }
    let (list, awaited) = match node.body.as_slice() {
        [Stmt { kind: StmtKind::Expr(only), .. }] => appended(only)?,
        [
            Stmt { kind: StmtKind::Assign { targets, value }, .. },
            Stmt { kind: StmtKind::Expr(second), .. },
        ] => {
            let (list, appended) = appended(second)?;
            match (&targets[..], &appended.kind) {
                ([Expr { kind: ExprKind::Name(a), .. }], ExprKind::Name(b)) if a == b => {
                    (list, &**value)
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    let ExprKind::Await(call) = &awaited.kind else { return None };
    if reads(facts, at, call, list) || !is_independent(facts, at, call, &node.target) {
        return None;
    }
    let message = "the loop waits for each call before it makes the next";
    let all = format!(
        "{list} = await asyncio.gather(*({} for {} in {}))",
        facts.text(call),
        facts.text(&node.target),
        facts.text(&node.iter)
    );
    let finding = Finding::new(Code::AwaitInLoop, awaited.span, message);
    Some(finding.hint(format!("If the order does not matter: `{all}`.")))
}

/// The list and the value of `list.append(value)`.
fn appended(expr: &Expr) -> Option<(&Name, &Expr)> {
    let ExprKind::Call { func, arguments } = &expr.kind else { return None };
    let ExprKind::Attribute { value, attr } = &func.kind else { return None };
    match (&value.kind, arguments.args.as_slice()) {
        (ExprKind::Name(list), [value]) if attr.name == "append" => Some((list, value)),
        _ => None,
    }
}

/// First words of the names of functions that change something.
const CHANGES: [&str; 20] = [
    "add", "append", "apply", "create", "delete", "execute", "insert", "invoke", "move", "post",
    "publish", "push", "put", "register", "remove", "send", "set", "submit", "update", "upload",
];

/// Whether a call makes a coroutine of this program from the loop's variable, so that the calls
/// appear to be independent.
fn is_independent<'a>(facts: &Facts<'a>, at: &Place<'a>, call: &'a Expr, target: &'a Expr) -> bool {
    let ExprKind::Call { func, arguments } = &call.kind else { return false };
    // A method may change its object, and reading a stream happens in order.
    let reads_in_order = ["read", "recv", "receive", "next", "send", "write", "execute"];
    let name = match &func.kind {
        ExprKind::Name(name) => name.as_str(),
        ExprKind::Attribute { attr, .. } => attr.name.as_str(),
        _ => return false,
    };
    let name = name.trim_start_matches('_');
    // Calls that change something elsewhere may have to be in order.
    if CHANGES.contains(&name.split('_').next().unwrap_or_default()) {
        return false;
    }
    if reads_in_order.iter().any(|verb| name.starts_with(verb))
        && matches!(func.kind, ExprKind::Attribute { .. })
    {
        return false;
    }
    if !matches!(facts.kind(at, call), Kind::Coroutine(Some(_), _)) {
        return false;
    }
    let names = match &target.kind {
        ExprKind::Name(name) => vec![name],
        ExprKind::Tuple(items) => items
            .iter()
            .filter_map(|item| match &item.kind {
                ExprKind::Name(name) => Some(name),
                _ => None,
            })
            .collect(),
        _ => return false,
    };
    // Calls that share an object, such as a stream or a connection, may depend on their order.
    let own = |value: &Expr| match &value.kind {
        ExprKind::Name(name) => !names.contains(&name) && facts.may_be_stateful(at, value),
        ExprKind::Attribute { .. } => true,
        _ => false,
    };
    let values: Vec<&Expr> =
        arguments.args.iter().chain(arguments.keywords.iter().map(|k| &k.value)).collect();
    if values.iter().any(|value| own(value)) {
        return false;
    }
    values.into_iter().any(|value| names.iter().any(|name| reads(facts, at, value, name)))
        && !awaits(facts, at, &arguments.args)
}

/// Whether an expression reads a name.
fn reads<'a>(facts: &Facts<'a>, at: &Place<'a>, expr: &'a Expr, name: &str) -> bool {
    struct Reads<'n>(&'n str, bool);
    impl<'a> Visitor<'a> for Reads<'_> {
        fn expr(&mut self, _: &Place<'a>, expr: &'a Expr) {
            self.1 |= matches!(&expr.kind, ExprKind::Name(name) if name == self.0);
        }
    }
    let mut reads = Reads(name, false);
    walk::expression(at, expr, facts.scopes, &mut reads);
    reads.1
}

/// Whether any of some expressions contains `await`.
fn awaits<'a>(facts: &Facts<'a>, at: &Place<'a>, exprs: &'a [Expr]) -> bool {
    struct Awaits(bool);
    impl<'a> Visitor<'a> for Awaits {
        fn expr(&mut self, _: &Place<'a>, expr: &'a Expr) {
            self.0 |= matches!(expr.kind, ExprKind::Await(_));
        }
    }
    let mut awaits = Awaits(false);
    exprs.iter().for_each(|expr| walk::expression(at, expr, facts.scopes, &mut awaits));
    awaits.0
}
