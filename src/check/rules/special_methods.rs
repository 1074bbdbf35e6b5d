//! Special methods that Python calls without awaiting them.

use super::Node;
use crate::check::facts::Facts;
use crate::check::walk::Place;
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// Methods whose results must not be coroutines (Python reference, "Data model"), each with its
/// asynchronous counterpart, if any.
const SYNCHRONOUS: [(&str, &str); 18] = [
    ("__init__", ""),
    ("__post_init__", ""),
    ("__del__", ""),
    ("__repr__", ""),
    ("__str__", ""),
    ("__bytes__", ""),
    ("__format__", ""),
    ("__hash__", ""),
    ("__bool__", ""),
    ("__len__", ""),
    ("__int__", ""),
    ("__float__", ""),
    ("__index__", ""),
    ("__contains__", ""),
    ("__iter__", "__aiter__"),
    ("__next__", "__anext__"),
    ("__enter__", "__aenter__"),
    ("__exit__", "__aexit__"),
];

/// Checks the methods of classes.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    let Node::Stmt(Stmt { kind: StmtKind::FunctionDef(def), .. }) = node else { return };
    if at.class.is_none() || !def.is_async || facts.is_generator(def) || !def.decorators.is_empty()
    {
        return;
    }
    let name = def.name.name.as_str();
    let Some((_, counterpart)) = SYNCHRONOUS.iter().find(|(method, _)| *method == name) else {
        return;
    };
    let message =
        format!("`{name}` cannot be asynchronous: nothing awaits the coroutine that it returns");
    let hint = match (*counterpart, name) {
        ("", "__init__") => {
            "Write an `async def` class method that makes the object and awaits the rest."
                .to_string()
        }
        ("", _) => "Write it with `def`.".to_string(),
        (counterpart, _) => format!("Its asynchronous counterpart is `{counterpart}`."),
    };
    findings.push(Finding::new(Code::AsyncSpecialMethod, def.name.span, message).hint(hint));
}
