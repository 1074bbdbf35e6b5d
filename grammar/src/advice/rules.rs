//! The choice of texts: rules, the more specific ones first.

use super::Spot;
use super::messages::MESSAGES;
use super::tokens::INVALID_SYNTAX;

/// The texts for errors whose message starts with a given text, in certain contexts.
///
/// In the texts, `{token}` stands for the token at the location, `{before}` and `{after}` for its
/// neighbours, `{first}` for the first word of the line, `{marked}` for the marked text,
/// `{arguments}` for the marked text without its first word, `{name}` for the first quotation in
/// the message, `{closing}` and `{opened}` for the partners of the first and second bracket quoted
/// there.
pub(super) struct Rule {
    message: &'static str,
    applies: fn(&Spot<'_>) -> bool,
    pub(super) mark: &'static str,
    pub(super) hint: &'static str,
}

/// The first rule that fits.
pub(super) fn rule_for(spot: &Spot<'_>) -> &'static Rule {
    let fits = |rule: &&Rule| spot.error.message.starts_with(rule.message) && (rule.applies)(spot);
    let groups = [MESSAGES, INVALID_SYNTAX, DEFAULTS];
    groups.into_iter().flatten().find(fits).unwrap_or(&LAST)
}

pub(super) const fn rule(
    message: &'static str,
    applies: fn(&Spot<'_>) -> bool,
    mark: &'static str,
    hint: &'static str,
) -> Rule {
    Rule { message, applies, mark, hint }
}

pub(super) const fn always(_: &Spot<'_>) -> bool {
    true
}

/// Fallback rules.
#[rustfmt::skip]
const DEFAULTS: &[Rule] = &[
    rule("'", |s| s.error.message.ends_with("was never closed"),
        "opened here and never closed", "add the '{closing}' that belongs to it"),
    rule("invalid syntax", |s| s.kind(0).is_keyword(),
        "not expected here", "`{token}` is a keyword: is something missing before it?"),
    rule("invalid syntax", always,
        "not expected here", "is an operator, a comma or a bracket missing before it?"),
];

/// The fallback when no rule matches.
const LAST: Rule = rule("", always, "here", "");
