//! The signature hint for the call being typed.

use super::complete::Call;
use super::cursor::{Cursor, Place};
use super::resolve::Resolver;
use crate::introspection::look::docstring;
use crate::introspection::parameters::{Parameter, ParameterKind, Parameters};
use crate::objects::dict::Dict;
use crate::runtime::Ref;
use crate::vm::Vm;

/// The signature of the function whose call is open at the byte offset `position`, the next
/// parameter between `‹` and `›`, and the first line of its docstring, on one line. None outside
/// calls and for unknown callees.
pub fn hint(vm: &Vm, namespace: &Ref<Dict>, text: &str, position: usize) -> Option<String> {
    let cursor = Cursor::new(text, position);
    if cursor.place == Place::Elsewhere && cursor.open.is_empty() {
        return None;
    }
    let call = Call::around(&cursor, &Resolver { vm, namespace, cursor: &cursor })?;
    let parameters = Parameters::of(vm, &call.callee)?;
    let current = match &call.current {
        Some(name) => {
            let named = |item: &Parameter| {
                (item.takes_keyword() && item.name == *name)
                    || item.kind == ParameterKind::VarKeyword
            };
            parameters.items.iter().position(named)
        }
        None => {
            let reached = parameters.items.iter().filter(|item| item.takes_position()).count();
            match call.positional < reached {
                true => Some(call.positional),
                false => {
                    let rest = |kind| parameters.items.iter().position(|item| item.kind == kind);
                    rest(ParameterKind::VarPositional)
                }
            }
        }
    };
    let mut hint = String::new();
    if parameters.is_async {
        hint.push_str("async ");
    }
    let doc = docstring(vm, &call.callee).unwrap_or_default();
    let opening = format!("{}(", parameters.name);
    let mut lines = doc.lines().map(str::trim).skip_while(|line| line.is_empty()).peekable();
    // Some docstrings begin with signatures. They are the only source if there are no parameters
    // (`range`), and redundant for a dataclass.
    let mut written = Vec::new();
    while let Some(line) = lines.next_if(|line| line.starts_with(&opening)) {
        written.push(line);
        // The description of a signature may continue below it.
        let goes_on = |line: &&str| !line.is_empty() && !line.starts_with(&opening);
        while lines.next_if(goes_on).is_some() {}
    }
    match parameters.items.iter().all(|item| !item.takes_position() && !item.takes_keyword()) {
        true if !written.is_empty() => hint.push_str(&written.join(" or ")),
        _ => {
            hint.push_str(&parameters.name);
            hint.push_str(&parameters.shown(current).replace("<unrepresentable>", "…"));
        }
    }
    if let Some(line) = lines.find(|line| !line.is_empty()) {
        hint.push_str(" — ");
        hint.push_str(line);
    }
    Some(hint)
}
