//! Values of unexpected kinds.

use super::names::text;
use super::{Case, quoted};
use crate::diagnostics::glance::glance;
use crate::diagnostics::origins::none_from;
use crate::diagnostics::tree::dotted;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value};
use crate::text::suggest::suggest;
use crate::text::wrap::shorten;
use hob_grammar::ast::{Constant, Expr, ExprKind, StmtKind};

pub(super) fn none(case: &Case<'_>) -> Option<String> {
    let general = || {
        "A value is None here. Functions without `return` return None, and so do methods that change an object in place, such as `list.sort`.".to_string()
    };
    let Some(tree) = case.tree else { return Some(general()) };
    let variables = case.variables()?;
    let prints = |expr: &Expr| match &expr.kind {
        ExprKind::Call { func, .. } => dotted(func).is_some_and(|path| path == ["print"]),
        _ => false,
    };
    let is_printed = |expr: &&Expr| match &expr.kind {
        ExprKind::Binary { left, right, .. } => prints(left) || prints(right),
        ExprKind::Attribute { value, .. } | ExprKind::Subscript { value, .. } => prints(value),
        _ => false,
    };
    if case.expressions().iter().any(is_printed) {
        return Some(
            "`print(…)` returns None. Put everything that it shows inside its parentheses."
                .to_string(),
        );
    }
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

/// A method or function in an operation on its result.
pub(super) fn not_called(case: &Case<'_>) -> Option<String> {
    if case.message.contains("not subscriptable") {
        return Some("Call functions with parentheses: `f(…)`.".to_string());
    }
    let operands = case.expressions().into_iter().flat_map(|expr| match &expr.kind {
        ExprKind::Binary { left, right, .. } => vec![&**left, right],
        ExprKind::Compare { left, comparators, .. } => {
            std::iter::once(&**left).chain(comparators).collect()
        }
        _ => Vec::new(),
    });
    let is_function = |path: &[&str]| {
        let (last, object) = path.split_last()?;
        let variables = case.variables()?;
        let value = match object.is_empty() {
            true => variables.get(last)?,
            false => case.vm.class_of(&variables.follow(object)?).lookup(&intern(last))?,
        };
        let kind = value.kind();
        Some(matches!(kind, Some(Kind::Function | Kind::NativeFunction | Kind::BoundMethod)))
    };
    let found =
        operands.into_iter().filter_map(dotted).find(|path| is_function(path).unwrap_or(false));
    let name = found?.join(".");
    Some(format!("`{name}` is the function itself. Call it for its result: `{name}()`."))
}

/// A method that a loop uses in place of its result: `for key, value in data.items:`.
pub(super) fn not_called_in_loop(case: &Case<'_>) -> Option<String> {
    let class = quoted(&case.message)?;
    if !matches!(class, "builtin_function_or_method" | "method" | "function") {
        return None;
    }
    let is_function = |value: &Value| {
        let kind = value.kind();
        matches!(kind, Some(Kind::Function | Kind::NativeFunction | Kind::BoundMethod))
    };
    let whole = case.expressions().into_iter().find(|expr| match &expr.kind {
        ExprKind::Attribute { value, attr } => {
            let found = dotted(value).and_then(|object| {
                let object = case.variables()?.follow(&object)?;
                case.vm.class_of(&object).lookup(&intern(&attr.name))
            });
            found.is_some_and(|found| is_function(&found))
        }
        ExprKind::Name(_) => dotted(expr)
            .and_then(|path| case.variables()?.follow(&path))
            .is_some_and(|value| is_function(&value)),
        _ => false,
    })?;
    let name = case.short(whole);
    Some(format!("`{name}` is the function itself. Call it for its result: `{name}()`."))
}

pub(super) fn caught_list(case: &Case<'_>) -> Option<String> {
    let statement = case.statement()?;
    let StmtKind::Try(node) = &statement.kind else { return None };
    let types = node.handlers.iter().filter_map(|handler| handler.type_.as_ref());
    let list = types.into_iter().find_map(|t| match &t.kind {
        ExprKind::List(items) | ExprKind::Set(items) => Some(items),
        _ => None,
    });
    Some(match list {
        Some(items) => {
            let names: Vec<String> = items.iter().map(|item| case.short(item)).collect();
            format!("Put several exceptions in parentheses: `except ({}):`.", names.join(", "))
        }
        None => "`except` takes classes of exceptions, such as `except ValueError:`.".to_string(),
    })
}

pub(super) fn added_to_text(case: &Case<'_>) -> Option<String> {
    let other = case.message.split("(not \"").nth(1)?.split('"').next()?;
    Some(match other {
        "int" | "float" if number_in_text(case).is_some() => {
            let name = number_in_text(case)?;
            format!("`{name}` is text, even if it looks like a number: `int({name})` is the number. For text, convert the other with `str(…)`.")
        }
        "int" | "float" => "A string and a number cannot be added. Convert the number with `str(…)`, or use an f-string: f\"… {value}\".".to_string(),
        "bytes" => "Strings and bytes do not mix: decode the bytes with `.decode()`, or encode the string with `.encode()`.".to_string(),
        "list" | "tuple" => format!("A string and a {other} cannot be added. `\", \".join(items)` makes a string of its items, if they are strings."),
        _ => format!("Only strings can be added to a string: an f-string shows a {other} as text, f\"… {{value}}\"."),
    })
}

/// A variable whose text is a number.
fn number_in_text(case: &Case<'_>) -> Option<String> {
    let is_number = |value: &Value| {
        value.get::<Str>().is_some_and(|text| text.as_str().trim().parse::<i64>().is_ok())
    };
    case.named(is_number).map(|(name, _)| name)
}

pub(super) fn added_to_number(case: &Case<'_>) -> Option<String> {
    Some(match case.call_of("sum") {
        Some((_, arguments)) => {
            let items = arguments.args.first().map_or("items".to_string(), |items| case.short(items));
            format!("`sum` adds numbers, and these are strings: `sum(int(item) for item in {items})`. `\"\".join(…)` joins strings.")
        }
        None => "A number and a string cannot be added. Convert the string with `int(…)`, or the number with `str(…)`.".to_string(),
    })
}

/// Strings in `-`, `*`, `/`, `%`, `**`.
pub(super) fn text_in_arithmetic(case: &Case<'_>) -> Option<String> {
    let (operator, operands) = case.message.split_once(": ")?;
    let operator = operator.rsplit(' ').next()?;
    operands.contains("'str'").then(|| {
        format!("`{operator}` is for numbers, and a string is not a number, even if it looks like one: convert it with `int(…)` or `float(…)`.")
    })
}

pub(super) fn text_for_bytes(case: &Case<'_>) -> Option<String> {
    (case.message.contains("'str'") || case.message.contains("not str")).then(|| {
        "Bytes are needed here, and this is a string: encode it with `.encode()`.".to_string()
    })
}

/// Objects without indexes.
pub(super) fn without_items(case: &Case<'_>) -> Option<String> {
    let class = quoted(&case.message)?;
    Some(match class {
        "dict_keys" | "dict_values" | "dict_items" | "map" | "filter" | "zip" | "generator" | "enumerate" | "reversed" => {
            format!("A {class} object gives its items one by one. Make a list of it first: `list(…)`.")
        }
        "set" | "frozenset" => "A set has no order, and so no indexes: make a list of it, with `list(…)` or `sorted(…)`.".to_string(),
        "int" | "float" | "bool" => "A number has no items. `str(…)` makes a string of it, with its digits.".to_string(),
        _ => return None,
    })
}

pub(super) fn without_length(case: &Case<'_>) -> Option<String> {
    let class = quoted(&case.message)?;
    Some(match class {
        "map" | "filter" | "zip" | "generator" | "enumerate" | "reversed" | "async_generator" => {
            format!(
                "A {class} object does not know how many items it will give. A list of them has a length."
            )
        }
        "int" | "float" => {
            "A number has no length. `len(str(…))` counts its characters.".to_string()
        }
        _ => return None,
    })
}

pub(super) fn index_of_wrong_type(case: &Case<'_>) -> Option<String> {
    let (class, wrong) = (case.message.split(' ').next()?, case.message.rsplit(' ').next()?);
    let wrong = wrong.trim_matches('\'');
    if wrong == "float" {
        return Some(
            "An index is a whole number: `//` divides without a remainder, `/` always gives a float."
                .to_string(),
        );
    }
    let subscript = case.expressions().into_iter().find_map(|expr| match &expr.kind {
        ExprKind::Subscript { value, index } => Some((&**value, &**index)),
        _ => None,
    });
    if class == "list"
        && let Some((value, index)) = subscript
        && let Some(list) = dotted(value).and_then(|path| case.variables()?.follow(&path))
        && let Some(first) = list.get::<List>().and_then(|list| list.to_vec().into_iter().next())
        && first.get::<Dict>().is_some()
    {
        let (value, index) = (case.short(value), case.short(index));
        return Some(format!(
            "`{value}` is a list of dicts. Take one of them first: `{value}[0][{index}]`, or loop over it."
        ));
    }
    let reads_rows = case.place.is_some_and(|place| place.source.text.contains("csv.reader("));
    match (class, wrong) {
        ("list", "str") if reads_rows => Some("A row of `csv.reader` is a list: its first field is `row[0]`. `csv.DictReader` gives rows whose fields have names.".to_string()),
        ("string", _) => Some("This is a string, not a dict. Is it JSON? `json.loads(…)` reads that.".to_string()),
        (_, "tuple") => Some("One index at a time: `rows[1][2]`.".to_string()),
        (_, "str") => Some("A list is indexed by numbers. If the index is a number in a string, convert it with `int(…)`.".to_string()),
        _ => None,
    }
}

/// `int(…)` or `float(…)` of a collection.
pub(super) fn number_of_several(case: &Case<'_>) -> Option<String> {
    let function = case.message.split("()").next()?;
    let class = case.message.rsplit('\'').nth(1)?;
    if !matches!(function, "int" | "float") || !matches!(class, "list" | "tuple" | "set" | "dict") {
        return None;
    }
    let given = case.call_of(function).and_then(|(_, arguments)| arguments.args.first());
    let given = given.map_or("items".to_string(), |value| case.short(value));
    Some(format!(
        "`{function}` converts a single value. Each item of a {class}: `[{function}(item) for item in {given}]`."
    ))
}

/// `for i in len(names)`
pub(super) fn loop_over_length(case: &Case<'_>) -> Option<String> {
    let (_, arguments) = case.call_of("len")?;
    let items = case.short(arguments.args.first()?);
    Some(format!(
        "`len({items})` is one number. `for item in {items}:` takes the items themselves, and `for i in range(len({items})):` their numbers."
    ))
}

pub(super) fn not_whole(case: &Case<'_>) -> Option<String> {
    let in_range = case.call_of("range").is_some_and(|(_, arguments)| {
        let is_float = |e: &Expr| matches!(e.kind, ExprKind::Constant(Constant::Float(_)));
        arguments.args.iter().any(is_float)
    });
    match quoted(&case.message)? {
        "float" if in_range => Some(
            "`range` counts in whole numbers. For parts of them: `for i in range(10):` and `x = i / 10`."
                .to_string(),
        ),
        "float" => Some(
            "A whole number is needed: `//` divides without a remainder, `/` always gives a float."
                .to_string(),
        ),
        "str" => {
            Some("A number is needed, and this is a string: convert it with `int(…)`.".to_string())
        }
        "list" | "tuple" => {
            Some("A number is needed, such as the length of the list: `len(…)`.".to_string())
        }
        _ => None,
    }
}

pub(super) fn unused_format_values(case: &Case<'_>) -> Option<String> {
    let on_number = case.expressions().into_iter().any(|expr| {
        matches!(&expr.kind, ExprKind::Binary { left, .. } if matches!(left.kind, ExprKind::Name(_)))
    });
    Some(match on_number {
        true => "With a string on its left, `%` fills in text. If this is a number in a string, convert it with `int(…)`.",
        false => "There are more values than places (`%s`) for them.",
    }.to_string())
}

pub(super) fn format_of_text(case: &Case<'_>) -> Option<String> {
    let code = quoted(&case.message)?;
    case.message.starts_with("Unknown format code").then(|| {
        format!("`{code}` is a format for numbers, and this is a string: convert it with `float(…)` or `int(…)`.")
    })
}

pub(super) fn property_without_setter(case: &Case<'_>) -> Option<String> {
    let name = quoted(&case.message)?;
    Some(format!(
        "`{name}` is a property: a function computes it. Change what it is computed from, or add a setter with `@{name}.setter`."
    ))
}

pub(super) fn not_a_float(case: &Case<'_>) -> Option<String> {
    let given = quoted(&case.message)?;
    let plain = given.trim().replace(',', ".");
    Some(match given.trim() {
        "" => "The text is empty.".to_string(),
        _ if given.contains(',') && plain.parse::<f64>().is_ok() => {
            "Python writes decimals with a point: `float(text.replace(\",\", \".\"))`.".to_string()
        }
        _ => "The string is not a number: check for units, currency signs and letters.".to_string(),
    })
}

pub(super) fn index(case: &Case<'_>) -> Option<String> {
    let of_arguments = case.expressions().into_iter().any(|expr| match &expr.kind {
        ExprKind::Subscript { value, .. } => case.text(value.span).ends_with("sys.argv"),
        _ => false,
    });
    if of_arguments {
        return Some("`sys.argv` has the arguments after the program's name on the command line: the program was started with too few.".to_string());
    }
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
    let of_environment = case.expressions().into_iter().any(|expr| match &expr.kind {
        ExprKind::Subscript { value, .. } => super::last_name(value) == Some("environ"),
        _ => false,
    });
    if of_environment {
        let name = case.vm.repr_text(&wrong);
        return Some(format!(
            "The environment variable is not set: set it before the program starts, or write `os.environ.get({name})`, which then returns None."
        ));
    }
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
    let (name, dict) = dict?;
    // `count[key] += 1` for a new key.
    let counts =
        case.statement().is_some_and(|stmt| matches!(stmt.kind, StmtKind::AugAssign { .. }));
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
    if counts {
        let target = case.expressions().into_iter().find_map(|expr| match &expr.kind {
            ExprKind::Subscript { index, .. } => Some(case.short(index)),
            _ => None,
        });
        let key = target.unwrap_or_else(|| "key".to_string());
        return Some(format!(
            "`{name}` has no entry to add to yet: `{name}[{key}] = {name}.get({key}, 0) + 1`. A `collections.Counter` starts each at 0 by itself."
        ));
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

/// A single value for several names.
pub(super) fn one_for_several(case: &Case<'_>) -> Option<String> {
    let class = case.message.split("non-iterable ").nth(1)?.split(' ').next()?;
    let what = match class {
        "int" | "float" | "bool" | "complex" => "one number",
        _ => "a single value",
    };
    Some(match &case.statement()?.kind {
        StmtKind::For(_) => format!(
            "Each item is {what}, and there are several names for it. Is `enumerate(…)` or `.items()` missing?"
        ),
        _ => format!("The right side is {what}, and there are several names on the left."),
    })
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
