//! Messages about arguments that do not fit the parameters of a Python function.

use super::str::Str;
use crate::runtime::Ref;
use crate::text::suggest::suggest;

/// `f() missing 2 required positional arguments: 'a' and 'b'`; `what` is `positional` or
/// `keyword-only`.
#[cold]
pub fn missing(function: &str, what: &str, names: &[Ref<Str>]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("'{}'", n.as_str())).collect();
    let list = match quoted.as_slice() {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [start @ .., last] => format!("{}, and {last}", start.join(", ")),
        [] => String::new(),
    };
    let plural = if names.len() == 1 { "" } else { "s" };
    format!("{function}() missing {} required {what} argument{plural}: {list}", names.len())
}

/// `f() takes from 1 to 2 positional arguments but 3 were given`, for a function that takes at most
/// `most`, `optional` of which have defaults, and that was also given `keyword_only` of its
/// keyword-only ones.
#[cold]
pub fn too_many(
    function: &str,
    most: usize,
    optional: usize,
    passed: usize,
    keyword_only: usize,
) -> String {
    let takes =
        if optional > 0 { format!("from {} to {most}", most - optional) } else { most.to_string() };
    let plural = if most == 1 && optional == 0 { "" } else { "s" };
    let given = if keyword_only > 0 {
        let s = if passed == 1 { "" } else { "s" };
        let ks = if keyword_only == 1 { "" } else { "s" };
        format!(
            "{passed} positional argument{s} (and {keyword_only} keyword-only argument{ks}) were"
        )
    } else {
        format!("{passed} {}", if passed == 1 { "was" } else { "were" })
    };
    format!("{function}() takes {takes} positional argument{plural} but {given} given")
}

/// `f() got multiple values for argument 'a'`
#[cold]
pub fn given_twice(function: &str, name: &str) -> String {
    format!("{function}() got multiple values for argument '{name}'")
}

/// `f() got an unexpected keyword argument 'nam'. Did you mean 'name'?`, or the message about
/// positional-only parameters given by keyword. `given` are the keywords of the call.
#[cold]
pub fn unexpected_keyword(
    function: &str,
    name: &str,
    positional_only: &[Ref<Str>],
    other: &[Ref<Str>],
    given: &[&Str],
) -> String {
    let named: Vec<&str> = positional_only
        .iter()
        .filter(|p| given.iter().any(|n| n.same_text(p)))
        .map(|p| p.as_str())
        .collect();
    if !named.is_empty() {
        return format!(
            "{function}() got some positional-only arguments passed as keyword arguments: '{}'",
            named.join(", ")
        );
    }
    unexpected(function, name, other.iter().map(|p| p.as_str()))
}

/// `f() got an unexpected keyword argument 'nam'. Did you mean 'name'?`
#[cold]
pub fn unexpected<'a>(
    function: &str,
    name: &str,
    known: impl ExactSizeIterator<Item = &'a str>,
) -> String {
    let meant = suggest(name, known);
    let advice = meant.map_or(String::new(), |meant| format!(". Did you mean '{meant}'?"));
    format!("{function}() got an unexpected keyword argument '{name}'{advice}")
}
