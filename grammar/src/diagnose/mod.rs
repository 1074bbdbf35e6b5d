//! The choice of the message for a faulty text: exactly that of CPython 3.13.
//!
//! Messages about the order of tokens are chosen here, after the parser has failed. The lexer and
//! the layout report faults of single tokens; the checks in `actions` report the order of
//! parameters and arguments.

mod calls;
mod displays;
mod reader;
mod statements;

use crate::ast::*;
use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::layout::Tokens;
use crate::position::line_number;
use crate::token::{Tok, Token};
use reader::Reader;

/// Details of a parser failure.
pub(crate) struct Failure<'f> {
    /// Index of the unexpected token.
    pub at: usize,
    /// The tokens expected instead, by their names in the grammar.
    pub expected: &'f [String],
    /// The error of the failed action, if an action failed.
    pub error: Option<SyntaxError>,
}

/// The error to report when the parser has failed.
pub(crate) fn explain(source: &str, tokens: &Tokens, failure: Failure<'_>) -> SyntaxError {
    let all = &tokens.tokens;
    let at = failure.at;
    if at >= all.len() {
        // The text after this point is not a token, and nothing before it was wrong.
        let error = tokens.error.clone().or(failure.error);
        return error.unwrap_or_else(|| SyntaxError::new("invalid syntax", Span::default()));
    }
    let mut error = likeliest(source, tokens, failure);
    error.span = shown_span(source, all, at, &error);
    error
}

/// The span that CPython shows for an error: some tokens are longer there.
fn shown_span(source: &str, tokens: &[Token], at: usize, error: &SyntaxError) -> Span {
    let span = error.span;
    if error.message == "cannot mix bytes and nonbytes literals" {
        return tokens[at].span;
    }
    let index = tokens.partition_point(|token| token.span.start < span.start);
    let Some([before, token, ..]) = tokens.get(index.saturating_sub(1)..) else { return span };
    if token.kind == Tok::Newline && token.span.start == span.start {
        // A comment is part of the end of its line.
        let between = &source[before.span.end as usize..span.start as usize];
        let comment = between.find('#').map(|start| before.span.end + start as u32);
        return comment.map_or(span, |start| Span::new(start, span.start));
    }
    if before.kind == Tok::Less && token.kind == Tok::Greater && before.span.end == span.start {
        return before.span.to(token.span);
    }
    span
}

fn likeliest(source: &str, tokens: &Tokens, failure: Failure<'_>) -> SyntaxError {
    let all = &tokens.tokens;
    let failed = all[failure.at];
    // An action fails after the token that follows its construct has been read.
    let mut reached = failure.at - usize::from(failure.error.is_some());
    if let Some(fault) = &tokens.error
        && fault.kind == SyntaxErrorKind::Indentation
        && all[failure.at..].iter().all(|token| token.kind == Tok::Dedent)
    {
        // The blocks end at a line whose indentation fits none of them.
        return fault.clone();
    }
    if tokens.is_expression() && follows_expression(source, all, &failure) {
        // None of the rules about mistakes in statements applies.
        let error = generic(failed);
        return overriding(source, tokens, reached, &error).unwrap_or(error);
    }
    if let Some(error) = missing_part(source, all, &failure) {
        return overriding(source, tokens, reached, &error).unwrap_or(error);
    }
    let start = line_start(all, failure.at);
    // A token that cannot start a line says nothing about the rest of it.
    let look = match failure.at > start {
        true => second_look(source, all, start),
        false => SecondLook::default(),
    };
    reached = reached.max(look.reached);
    if look.saw_end
        && let Some(error) = tokens.error.clone().or_else(|| never_closed(tokens))
    {
        return error;
    }
    let error = look.found.or(failure.error).unwrap_or_else(|| {
        let line = &all[start..];
        let earlier = no_walrus(all, failure.at);
        let earlier = earlier.or_else(|| no_annotation(source, line, failure.at - start));
        generic(earlier.unwrap_or(failed))
    });
    overriding(source, tokens, reached, &error).unwrap_or(error)
}

/// Whether the parser has failed after a whole expression, at something that cannot follow it. The
/// old statements `print` and `exec` have their own rule.
fn follows_expression(source: &str, tokens: &[Token], failure: &Failure<'_>) -> bool {
    let is_old_statement = |token: &Token| {
        let text = &source[token.span.start as usize..token.span.end as usize];
        matches!(text, "print" | "exec")
    };
    failure.expected.iter().any(|name| name == "\"end\"")
        && !tokens[..failure.at].last().is_some_and(is_old_statement)
}

/// Index of the first token of the logical line that a token is part of.
fn line_start(tokens: &[Token], at: usize) -> usize {
    let before = &tokens[..at.min(tokens.len())];
    let is_end = |token: &Token| matches!(token.kind, Tok::Newline | Tok::Indent | Tok::Dedent);
    let last = before.iter().rposition(is_end).map_or(1, |end| end + 1);
    last.min(tokens.len())
}

/// The result of rereading a line.
#[derive(Default)]
struct SecondLook {
    /// The mistake.
    found: Option<SyntaxError>,
    /// Index of the last token that was examined.
    reached: usize,
    /// Whether that went to the end of the text.
    saw_end: bool,
}

fn second_look(source: &str, tokens: &[Token], start: usize) -> SecondLook {
    let line = &tokens[start..];
    let is_end = |token: &Token| token.kind == Tok::Newline;
    let length = line.iter().position(is_end).map_or(line.len(), |end| end + 1);
    let mut reader = Reader::new(source, &line[..length]);
    let found = reader.line(0).err().map(|error| *error).filter(|error| *error != too_far());
    let saw_end = reader.has_seen_end() && length == line.len();
    SecondLook { found, reached: start + reader.reached(), saw_end }
}

/// The `:=` after something other than a name, when no value follows it: the grammar accepts it
/// here, CPython does not.
fn no_walrus(tokens: &[Token], failed: usize) -> Option<Token> {
    let [.., before, target, walrus] = &tokens[..failed] else { return None };
    let is_name = target.kind == Tok::Name && !before.kind.is_atom() && {
        before.kind.closing().is_some()
            || before.kind.is_keyword() && !matches!(before.kind, Tok::In | Tok::Is | Tok::Not)
            || matches!(before.kind, Tok::Comma | Tok::Colon | Tok::Equal)
    };
    (walrus.kind == Tok::Walrus && !is_name).then_some(*walrus)
}

/// The colon after something that cannot be annotated: the grammar accepts it here, CPython does
/// not.
fn no_annotation(source: &str, line: &[Token], failed: usize) -> Option<Token> {
    let mut reader = Reader::new(source, line);
    let end = reader.targets_or_expressions()?;
    let colon = line.get(end).filter(|token| token.kind == Tok::Colon && end < failed)?;
    let target = reader.tree(0, end)?;
    let is_target = matches!(
        target.kind,
        ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. }
    );
    (!is_target).then_some(*colon)
}

/// The error that marks an abandoned search.
fn too_far() -> SyntaxError {
    SyntaxError::of_kind(SyntaxErrorKind::Recursion, "", Span::default())
}

/// A block that should start here, or a clause that should be here.
fn missing_part(source: &str, tokens: &[Token], failure: &Failure<'_>) -> Option<SyntaxError> {
    let failed = tokens[failure.at];
    let expects = |what: &str| failure.expected.iter().any(|name| name.trim_matches('"') == what);
    if failure.expected.len() == 2 && expects("except") && expects("finally") {
        let message = "expected 'except' or 'finally' block";
        return Some(SyntaxError::new(message, failed.span));
    }
    let before = tokens[failure.at - 1];
    let is_star = failed.kind == Tok::Star;
    let wants_star = failure.expected.len() == 1 && expects("*");
    let is_bare = is_star && tokens.get(failure.at + 1).is_none_or(|next| next.kind == Tok::Colon);
    let is_mixed = if is_star { !expects("*") && !is_bare } else { wants_star };
    if before.kind == Tok::Except && is_mixed {
        let span = if is_star { before.span.to(failed.span) } else { before.span };
        let message = "cannot have both 'except' and 'except*' on the same 'try'";
        return Some(SyntaxError::new(message, span));
    }
    let start = line_start(tokens, failure.at);
    if tokens[start].kind == Tok::Case && before.kind == Tok::As {
        let mut reader = Reader::new(source, &tokens[failure.at..]);
        if let Some(end) = reader.targets_or_expressions() {
            return Some(SyntaxError::new("invalid pattern target", reader.span(0, end)));
        }
    }
    if tokens[start].kind == Tok::Case && failed.kind == Tok::Newline && expects(":") {
        return Some(SyntaxError::new("expected ':'", failed.span));
    }
    if failure.expected.len() != 1 || !expects("indent") {
        return None;
    }
    let header = line_start(tokens, failure.at - 1);
    let line = line_number(source, tokens[header].span.start as usize);
    let what = match tokens[header].kind {
        Tok::Class => "class definition".into(),
        Tok::Def => "function definition".into(),
        Tok::Async if tokens[header + 1].kind == Tok::Def => "function definition".into(),
        Tok::Except if tokens[header + 1].kind == Tok::Star => "'except*' statement".into(),
        Tok::Async => format!("'{}' statement", tokens[header + 1].kind.spelling()?),
        Tok::Match => "'match' statement".into(),
        Tok::Case => "'case' statement".into(),
        kind => format!("'{}' statement", kind.spelling()?),
    };
    let message = format!("expected an indented block after {what} on line {line}");
    Some(
        SyntaxError::of_kind(SyntaxErrorKind::Indentation, message, failed.span)
            .with_label(tokens[header].span, "the block of this is missing"),
    )
}

/// The message when no known mistake fits.
fn generic(failed: Token) -> SyntaxError {
    let kind = SyntaxErrorKind::Indentation;
    match failed.kind {
        Tok::Indent => SyntaxError::of_kind(kind, "unexpected indent", last_column(failed.span)),
        Tok::Dedent => SyntaxError::of_kind(kind, "unexpected unindent", failed.span),
        _ => SyntaxError::new("invalid syntax", failed.span),
    }
}

/// The last character of a line's indentation.
fn last_column(indent: Span) -> Span {
    Span::new(indent.start.saturating_sub(1), indent.end)
}

/// Faults of single tokens take precedence over faults of their order, wherever they are. So do
/// brackets that are never closed, if the parser failed after the line that opens them.
fn overriding(
    source: &str,
    tokens: &Tokens,
    reached: usize,
    error: &SyntaxError,
) -> Option<SyntaxError> {
    if matches!(error.message.as_str(), "unexpected indent" | "unexpected unindent") {
        return None;
    }
    if let Some(fault) = &tokens.error {
        let is_generic = error.message == "invalid syntax";
        let counts = match fault.kind {
            SyntaxErrorKind::Indentation | SyntaxErrorKind::Tab => false,
            _ => !fault.message.starts_with("unexpected character after line continuation"),
        };
        return (counts && (is_generic || !tokens.fault_in_field)).then(|| fault.clone());
    }
    let opening = *tokens.open_brackets.last()?;
    let reached = tokens.tokens[reached];
    let line = |offset: u32| line_number(source, offset as usize);
    let is_behind = reached.kind == Tok::End || line(reached.span.start) > line(opening.span.start);
    if is_behind { never_closed(tokens) } else { None }
}

/// The innermost bracket that is open at the end of the text.
fn never_closed(tokens: &Tokens) -> Option<SyntaxError> {
    let opening = *tokens.open_brackets.last()?;
    let text = opening.kind.spelling().unwrap_or_default();
    let error = SyntaxError::new(format!("'{text}' was never closed"), opening.span);
    Some(error.incomplete())
}

/// The intended use of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    Assign,
    For,
    Delete,
}

/// CPython's description of a kind of expression.
fn description(expr: &Expr) -> &'static str {
    match &expr.kind {
        ExprKind::Attribute { .. } => "attribute",
        ExprKind::Subscript { .. } | ExprKind::Slice { .. } => "subscript",
        ExprKind::Starred(_) => "starred",
        ExprKind::Name(_) => "name",
        ExprKind::List(_) => "list",
        ExprKind::Tuple(_) => "tuple",
        ExprKind::Lambda { .. } => "lambda",
        ExprKind::Call { .. } => "function call",
        ExprKind::BoolOp { .. } | ExprKind::Binary { .. } | ExprKind::Unary { .. } => "expression",
        ExprKind::Generator { .. } => "generator expression",
        ExprKind::Yield(_) | ExprKind::YieldFrom(_) => "yield expression",
        ExprKind::Await(_) => "await expression",
        ExprKind::ListComp { .. } => "list comprehension",
        ExprKind::SetComp { .. } => "set comprehension",
        ExprKind::DictComp { .. } => "dict comprehension",
        ExprKind::Dict(_) => "dict literal",
        ExprKind::Set(_) => "set display",
        ExprKind::FString(_) => "f-string expression",
        ExprKind::Constant(Constant::None) => "None",
        ExprKind::Constant(Constant::True) => "True",
        ExprKind::Constant(Constant::False) => "False",
        ExprKind::Constant(Constant::Ellipsis) => "ellipsis",
        ExprKind::Constant(_) => "literal",
        ExprKind::Compare { .. } => "comparison",
        ExprKind::IfElse { .. } => "conditional expression",
        ExprKind::Named { .. } => "named expression",
    }
}

/// The first part of a target that cannot be assigned to.
pub(crate) fn invalid_target(target: &Expr, use_: Use) -> Option<&Expr> {
    match &target.kind {
        ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => None,
        ExprKind::List(items) | ExprKind::Tuple(items) => {
            items.iter().find_map(|item| invalid_target(item, use_))
        }
        ExprKind::Starred(value) if use_ != Use::Delete => invalid_target(value, use_),
        ExprKind::Compare { left, ops, .. } if use_ == Use::For => match ops[0] {
            CompareOp::In => invalid_target(left, use_),
            _ => None,
        },
        _ => Some(target),
    }
}

/// A target that cannot be assigned to.
pub(crate) fn assignment(culprit: &Expr, use_: Use) -> SyntaxError {
    let verb = if use_ == Use::Delete { "delete" } else { "assign to" };
    SyntaxError::new(format!("cannot {verb} {}", description(culprit)), culprit.span)
}

/// `target := value` where the target is not a name.
pub(crate) fn named_target(target: &Expr) -> SyntaxError {
    let message = format!("cannot use assignment expressions with {}", description(target));
    SyntaxError::new(message, target.span)
}

/// `f(target=value)` where the target is not a name.
pub(crate) fn keyword_target(target: &Expr, whole: Span) -> SyntaxError {
    if let ExprKind::Constant(Constant::None | Constant::True | Constant::False) = target.kind {
        let message = format!("cannot assign to {}", description(target));
        return SyntaxError::new(message, whole);
    }
    let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
    SyntaxError::new(message, whole)
}

/// `target += value` where the target is not a name, attribute or subscript.
pub(crate) fn augmented_target(target: &Expr) -> SyntaxError {
    let what = description(target);
    let message = format!("'{what}' is an illegal expression for augmented assignment");
    SyntaxError::new(message, target.span)
}

/// `target: annotation` where the target is not a name, attribute or subscript.
pub(crate) fn annotated_target(target: &Expr) -> SyntaxError {
    match target.kind {
        ExprKind::List(_) => {
            SyntaxError::new("only single target (not list) can be annotated", target.span)
        }
        ExprKind::Tuple(ref items) => {
            // Without parentheses CPython points at the first.
            let first = items.first().filter(|first| first.span.start == target.span.start);
            let span = first.map_or(target.span, |first| first.span);
            SyntaxError::new("only single target (not tuple) can be annotated", span)
        }
        _ => SyntaxError::new("illegal target for annotation", target.span),
    }
}
