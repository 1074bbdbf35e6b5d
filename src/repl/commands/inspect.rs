//! `%dis`, `object?` and `object??`.

use super::{Definition, Desk, usage};
use crate::compile::Mode;
use crate::compile::disassemble::disassemble;
use crate::introspection::source;
use crate::objects::class::Class;
use crate::objects::code::Code;
use crate::objects::str::intern;
use crate::repl::assist::help;
use crate::repl::run::{Ran, Stopped};
use crate::runtime::{Ref, Value};

/// `object?`, a command without a name.
pub(super) static QUESTION: Definition =
    Definition { name: "?", arguments: "OBJECT", help: "Show help about an object", run: answer };

/// The expression in question, and whether its source is requested.
pub(super) fn question(text: &str) -> Option<(&str, bool)> {
    let text = text.trim();
    let (asked, marks) = match text.strip_prefix('?') {
        Some(rest) => (rest.trim_start_matches('?'), rest),
        None => (text.trim_end_matches('?'), text.strip_suffix('?')?),
    };
    let source = marks.starts_with('?') || marks.ends_with('?');
    let asked = asked.trim();
    (!asked.is_empty() && hob_grammar::parse_expression(asked).is_ok()).then_some((asked, source))
}

fn answer(desk: &Desk<'_>, text: &str) -> Ran {
    let Some((asked, source)) = question(text) else { return Ok(()) };
    let value = evaluate(desk, asked)?;
    desk.say(&(help::help(desk.vm, &value, source).trim_end().to_string() + "\n"));
    Ok(())
}

/// The source text of the object that an expression evaluates to.
pub(super) fn source_of(desk: &Desk<'_>, name: &str) -> Ran<String> {
    let value = evaluate(desk, name)?;
    let found = source::Definition::of(desk.vm, &value);
    let text = found.map(|definition| definition.text());
    text.ok_or_else(|| Stopped::Says(format!("The source of {name} is not known.")))
}

/// The value of an expression.
fn evaluate(desk: &Desk<'_>, text: &str) -> Ran<Value> {
    let code = desk.vm.compile(&desk.source(text), Mode::Eval)?;
    Ok(desk.run_code(&code)?)
}

pub(super) fn dis(desk: &Desk<'_>, text: &str) -> Ran {
    if text.is_empty() {
        return usage("dis");
    }
    let mut codes = Vec::new();
    if text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.') {
        let value = evaluate(desk, text)?;
        codes_of(desk, &value, &mut codes);
    }
    if codes.is_empty() {
        let source = desk.source(&format!("{text}\n"));
        codes.push(desk.vm.compile(&source, Mode::Interactive)?);
    }
    let shown: Vec<String> = codes.iter().map(disassemble).collect();
    desk.say(&shown.join("\n"));
    Ok(())
}

/// The code of a function or method, or of all methods of a class.
fn codes_of(desk: &Desk<'_>, value: &Value, codes: &mut Vec<Ref<Code>>) {
    if let Ok(class) = value.clone().into_ref::<Class>() {
        for (_, member) in class.dict().entries() {
            if member.get::<Class>().is_none() {
                codes_of(desk, &member, codes);
            }
        }
        return;
    }
    let attribute = |name: &str| desk.vm.find_attribute(value, &intern(name)).ok().flatten();
    let code = ["__code__", "cr_code", "gi_code", "ag_code"].iter().find_map(|n| attribute(n));
    codes.extend(code.and_then(|code| code.into_ref::<Code>().ok()));
}
