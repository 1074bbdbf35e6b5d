//! Values of unexpected kinds.

use super::Case;
use super::names::text;
use crate::diagnostics::glance::glance;
use crate::diagnostics::origins::none_from;
use crate::diagnostics::tree::dotted;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::text::suggest::suggest;
use crate::text::wrap::shorten;
use hob_grammar::ast::ExprKind;
use hob_grammar::ast::StmtKind;

pub(super) fn none(case: &Case<'_>) -> Option<String> {
    let general = || {
        "A value is None here. Functions without `return` return None, and so do methods that change an object in place, such as `list.sort`.".to_string()
    };
    let Some(tree) = case.tree else { return Some(general()) };
    let variables = case.variables()?;
    if let Some((name, _)) = case.named(Value::is_none) {
        let body = tree.body_around(case.span());
        let from = none_from(&body, tree, &name, case.span().start, &variables);
        return Some(match from {
            Some((span, why)) => format!("`{name}` is None since line {}: {why}.", case.line(span)),
            None => format!("`{name}` is None here."),
        });
    }
    let why = case
        .calls()
        .into_iter()
        .find_map(|(call, ..)| crate::diagnostics::origins::why_none(tree, call, &variables));
    Some(why.map_or_else(general, |why| format!("The value is None: {why}.")))
}

pub(super) fn index(case: &Case<'_>) -> Option<String> {
    let (name, length) = case
        .expressions()
        .into_iter()
        .find_map(|expr| match &expr.kind {
            ExprKind::Subscript { value, .. } => {
                let object = case.variables()?.follow(&dotted(value)?)?;
                let length =
                    match (object.get::<List>(), object.get::<Tuple>(), object.get::<Str>()) {
                        (Some(list), _, _) => list.len(),
                        (_, Some(tuple), _) => tuple.items().len(),
                        (_, _, Some(text)) => text.as_str().chars().count(),
                        _ => return None,
                    };
                Some((case.text(value.span).to_string(), length))
            }
            _ => None,
        })
        .or_else(|| {
            let (name, value) = case.named(|v| v.get::<List>().is_some_and(|l| l.is_empty()))?;
            Some((name, value.get::<List>()?.len()))
        })?;
    Some(match length {
        0 => format!("`{name}` is empty."),
        1 => format!("`{name}` has a single item: its index is 0."),
        n => format!(
            "`{name}` has {n} items: indexes go from 0 to {}, or from -1 back to -{n}.",
            n - 1
        ),
    })
}

pub(super) fn key(case: &Case<'_>) -> Option<String> {
    let wrong = case.exception.first_argument()?;
    let dict = case.expressions().into_iter().find_map(|expr| {
        let value = match &expr.kind {
            ExprKind::Subscript { value, .. } => &**value,
            ExprKind::Call { func, .. } => match &func.kind {
                ExprKind::Attribute { value, .. } => &**value,
                _ => return None,
            },
            _ => return None,
        };
        let found = case.variables()?.follow(&dotted(value)?)?.into_ref::<Dict>().ok()?;
        Some((case.text(value.span).to_string(), found))
    });
    let Some((name, dict)) = dict else {
        return Some(
            "There is no such key. `d.get(key)` returns None instead of raising.".to_string(),
        );
    };
    let keys = dict.keys();
    let texts: Vec<String> = keys.iter().cloned().filter_map(text).collect();
    if let Some(wrong) = wrong.get::<Str>() {
        let wrong = wrong.as_str();
        let same = texts.iter().find(|t| t.trim().eq_ignore_ascii_case(wrong.trim()));
        let near =
            same.map(String::as_str).or_else(|| suggest(wrong, texts.iter().map(String::as_str)));
        if let Some(meant) = near {
            return Some(format!("`{name}` has no key '{wrong}', but '{meant}'."));
        }
        if let Ok(number) = wrong.parse::<i64>()
            && keys.iter().any(|k| k.as_small_int() == Some(number))
        {
            return Some(format!("`{name}` has the number {number} as a key, not the string."));
        }
    } else if let Some(number) = wrong.as_small_int()
        && texts.iter().any(|t| *t == number.to_string())
    {
        return Some(format!("`{name}` has the text \"{number}\" as a key, not the number."));
    }
    let shown: Vec<String> = keys.iter().take(6).map(|key| glance(case.vm, key)).collect();
    let more = if keys.len() > 6 { ", …" } else { "" };
    Some(match shown.is_empty() {
        true => format!("`{name}` is empty. `{name}.get(key)` returns None instead of raising."),
        false if keys.len() == 1 => format!(
            "`{name}` has only the key {}. `{name}.get(key)` returns None instead of raising.",
            shown.join(", ")
        ),
        false => format!(
            "`{name}` has the keys {}{more}. `{name}.get(key)` returns None instead of raising.",
            shown.join(", ")
        ),
    })
}

pub(super) fn zero(case: &Case<'_>) -> Option<String> {
    let divisor = case.expressions().into_iter().find_map(|expr| match &expr.kind {
        ExprKind::Binary { right, .. } => Some(right),
        _ => None,
    });
    let Some(divisor) = divisor else { return Some("The divisor is zero.".to_string()) };
    let text = shorten(case.text(divisor.span), 40);
    if matches!(divisor.kind, ExprKind::Constant(_)) {
        return Some("Division by zero is undefined.".to_string());
    }
    Some(format!("The divisor, `{text}`, is zero: check it before the division."))
}

pub(super) fn unpack(case: &Case<'_>) -> Option<String> {
    let statements = case.tree?.statements_around(case.span());
    let (target, value) = match &statements.last()?.kind {
        StmtKind::Assign { targets, value } => (targets.first()?, Some(&**value)),
        StmtKind::For(node) => (&node.target, None),
        _ => return None,
    };
    let (ExprKind::Tuple(names) | ExprKind::List(names)) = &target.kind else { return None };
    let count = names.len();
    let Some(value) = value else {
        return Some(format!(
            "Each item must have {count} values. Is `enumerate(…)` or `.items()` missing?"
        ));
    };
    let name = shorten(&case.text(value.span).replace('\n', " "), 30);
    let length = case
        .variables()?
        .follow(&dotted(value).unwrap_or_default())
        .and_then(|v| case.vm.len(&v).ok());
    Some(match length {
        Some(length) => {
            format!("`{name}` has {length} values, but there are {count} names on the left side.")
        }
        None => {
            format!("There are {count} names on the left side; `*rest` takes any number of values.")
        }
    })
}

pub(super) fn not_an_int(case: &Case<'_>) -> Option<String> {
    let (_, given) = case.message.split_once(": ")?;
    let inner = given.trim_matches(['\'', '"']);
    Some(if inner.trim().is_empty() {
        "The text is empty.".to_string()
    } else if inner.parse::<f64>().is_ok() {
        format!("This is a decimal number: convert it with `float({given})`.")
    } else {
        format!("The string {given} is not an integer. Check it first, or catch the ValueError.")
    })
}
