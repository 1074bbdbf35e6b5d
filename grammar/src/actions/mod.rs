//! The grammar's actions: constructors for nodes, and checks that the grammar cannot express.

mod patterns;

pub(crate) use patterns::*;

use crate::ast::*;
use crate::diagnose::{self, Use};
use crate::error::{Stage, SyntaxError, SyntaxWarning};
use crate::literal;
use crate::token::Tok;
use lalrpop_util::ParseError;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// The result of an action that can reject its operands.
pub(crate) type Checked<T> = Result<T, ParseError<u32, Tok, Box<SyntaxError>>>;

/// The result of parsing a text.
pub(crate) enum Top {
    Module(Vec<Stmt>),
    Expression(Expr),
    FunctionType(FunctionType),
}

/// The type of a function: those of its arguments, of which the last ones may have stars.
pub(crate) fn function_type(arguments: Vec<(u32, Expr)>, returns: Expr) -> Checked<Top> {
    // No argument follows a starred one, except `**` after `*`.
    let wrong = arguments.windows(2).find(|pair| pair[0].0 > 0 && pair[1].0 <= pair[0].0);
    if let Some(pair) = wrong {
        return reject(SyntaxError::new("invalid syntax", pair[1].1.span));
    }
    let arguments = arguments.into_iter().map(|(_, argument)| argument).collect();
    Ok(Top::FunctionType(FunctionType { arguments, returns: Box::new(returns) }))
}

/// The context of an action, besides its operands.
pub(crate) struct Context<'s> {
    pub source: &'s str,
    pub warnings: RefCell<Vec<SyntaxWarning>>,
    /// See [`Pace::max_digits`](crate::pace::Pace::max_digits).
    pub max_digits: usize,
    /// The first fault in the text of an f-string whose end has not been read.
    pub fault: Cell<Option<Box<SyntaxError>>>,
}

/// An operand with the offsets of its start and end, parentheses included.
pub(crate) type Operand = (u32, Expr, u32);

/// One of several adjacent string literals.
pub(crate) enum StringPiece {
    Plain(Span),
    Format(Vec<FStringPart>),
}

/// One entry of a parameter list.
pub(crate) enum ParameterItem {
    Plain(Parameter),
    Slash(Span),
    Star(Span),
    VarArg(Parameter),
    KwArg(Parameter),
}

/// One entry of an argument list.
pub(crate) enum ArgumentItem {
    Positional(Expr),
    Generator(Expr),
    Keyword(Keyword),
}

pub(crate) enum MappingItem {
    Pair(Expr, Pattern),
    Rest(Ident),
}

pub(crate) enum ClassItem {
    Positional(Pattern),
    Keyword(Ident, Pattern),
}

/// Rejects the operands of an action.
fn reject<T>(error: SyntaxError) -> Checked<T> {
    Err(ParseError::User { error: Box::new(error) })
}

// ---------------------------------------------------------------------------------------------
// Lists

pub(crate) fn push<T>(mut list: Vec<T>, item: T) -> Vec<T> {
    list.push(item);
    list
}

pub(crate) fn add<T>(list: Option<Vec<T>>, item: T) -> Vec<T> {
    match list {
        Some(list) => push(list, item),
        None => vec![item],
    }
}

pub(crate) fn append<T>(mut list: Vec<T>, mut more: Vec<T>) -> Vec<T> {
    list.append(&mut more);
    list
}

pub(crate) fn prepend<T>(first: T, rest: Option<Vec<T>>) -> Vec<T> {
    let mut list = rest.unwrap_or_default();
    list.insert(0, first);
    list
}

// ---------------------------------------------------------------------------------------------
// Names and literals

impl Context<'_> {
    fn text(&self, start: u32, end: u32) -> &str {
        &self.source[start as usize..end as usize]
    }

    pub fn ident(&self, start: u32, end: u32) -> Ident {
        let text = self.text(start, end);
        let name = match text.is_ascii() {
            true => Name::from(text),
            false => text.nfkc().collect(),
        };
        Ident { name, span: Span::new(start, end) }
    }

    pub fn name_expression(&self, start: u32, end: u32) -> Expr {
        expr(start, ExprKind::Name(self.ident(start, end).name), end)
    }

    pub fn star_alias(&self, start: u32, end: u32) -> Alias {
        let span = Span::new(start, end);
        Alias { span, name: Ident { name: Name::from("*"), span }, asname: None }
    }

    pub fn integer(&self, start: u32, end: u32) -> Checked<Expr> {
        match literal::integer(self.text(start, end), self.max_digits) {
            Ok(value) => Ok(constant(start, value, end)),
            Err(message) => reject(SyntaxError::new(message, Span::new(start, end))),
        }
    }

    pub fn float(&self, start: u32, end: u32) -> Constant {
        Constant::Float(literal::float(self.text(start, end)))
    }

    pub fn imaginary(&self, start: u32, end: u32) -> Constant {
        Constant::Imaginary(literal::float(self.text(start, end - 1)))
    }

    /// Joins literals that are side by side.
    pub fn strings(&self, start: u32, pieces: Vec<StringPiece>, end: u32) -> Checked<Expr> {
        let kind = literal::join(self.source, &self.warnings, pieces, Span::new(start, end));
        match kind {
            Ok(kind) => Ok(expr(start, kind, end)),
            Err(error) => reject(error),
        }
    }

    /// An f-string. Faults of its text are at its closing quotes, as in CPython, which decodes the
    /// text there.
    pub fn fstring(
        &self,
        start: u32,
        parts: Vec<FStringPart>,
        closing: u32,
        end: u32,
    ) -> Checked<StringPiece> {
        let closing = Span::new(closing, end);
        literal::settle_fstring(&self.warnings, closing);
        match self.fault.take() {
            Some(fault) if fault.span.start >= start => {
                reject(SyntaxError { span: closing, ..*fault })
            }
            fault => {
                self.fault.set(fault);
                Ok(StringPiece::Format(parts))
            }
        }
    }

    /// Text of an f-string. The first fault is kept for the f-string's end.
    pub fn fstring_text(&self, start: u32, raw: bool, end: u32) -> FStringPart {
        let span = Span::new(start, end);
        match literal::fstring_text(self.source, span, raw, &self.warnings) {
            Ok(part) => part,
            Err(error) => {
                let first = self.fault.take().unwrap_or_else(|| Box::new(error));
                self.fault.set(Some(first));
                FStringPart::Literal(Box::default())
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a replacement field")]
    pub fn interpolation(
        &self,
        start: u32,
        inside: u32,
        value: Expr,
        debug: Option<u32>,
        conversion: Option<Conversion>,
        spec: Option<Vec<FStringPart>>,
        end: u32,
    ) -> FStringPart {
        let conversion = match (debug, &spec) {
            (Some(_), None) => Some(conversion.unwrap_or(Conversion::Repr)),
            _ => conversion,
        };
        let debug_text =
            debug.map(|after| literal::debug_text(self.source, inside as usize, after as usize));
        FStringPart::Interpolation(Box::new(Interpolation {
            span: Span::new(start, end),
            value,
            debug_text,
            conversion,
            format_spec: spec.map(literal::merge_texts),
        }))
    }

    pub fn conversion(&self, start: u32, name: Ident) -> Checked<Conversion> {
        if self.source.as_bytes()[name.span.start as usize - 1] != b'!' {
            // The misspelling is CPython's.
            let message = "f-string: conversion type must come right after the exclamanation mark";
            return reject(SyntaxError::new(message, Span::new(start, name.span.end)));
        }
        match name.name.as_str() {
            "s" => Ok(Conversion::Str),
            "r" => Ok(Conversion::Repr),
            "a" => Ok(Conversion::Ascii),
            other => {
                let message = format!(
                    "f-string: invalid conversion character '{other}': expected 's', 'r', or 'a'"
                );
                reject(SyntaxError::new(message, name.span))
            }
        }
    }
}

/// Appends a part to a dotted module name.
pub(crate) fn dotted(mut module: Ident, name: Ident) -> Ident {
    module.name.push('.');
    module.name.push_str(&name.name);
    module.span = module.span.to(name.span);
    module
}

// ---------------------------------------------------------------------------------------------
// Expressions

pub(crate) fn expr(start: u32, kind: ExprKind, end: u32) -> Expr {
    Expr { span: Span::new(start, end), kind }
}

pub(crate) fn constant(start: u32, value: Constant, end: u32) -> Expr {
    expr(start, ExprKind::Constant(value), end)
}

pub(crate) fn tuple(start: u32, first: Expr, rest: Option<Vec<Expr>>, end: u32) -> Expr {
    expr(start, ExprKind::Tuple(prepend(first, rest)), end)
}

pub(crate) fn starred(start: u32, value: Expr, end: u32) -> Expr {
    expr(start, ExprKind::Starred(Box::new(value)), end)
}

pub(crate) fn unary(start: u32, op: UnaryOp, operand: Expr, end: u32) -> Expr {
    expr(start, ExprKind::Unary { op, operand: Box::new(operand) }, end)
}

pub(crate) fn binary(start: u32, left: Expr, op: BinaryOp, right: Expr, end: u32) -> Expr {
    expr(start, ExprKind::Binary { left: Box::new(left), op, right: Box::new(right) }, end)
}

/// Binary operations in a row, nested by operator precedence, and to the left.
pub(crate) fn binary_operations(first: Operand, rest: Vec<(BinaryOp, Operand)>) -> Expr {
    /// Applies the last operator to the last two operands.
    fn apply(operands: &mut Vec<Operand>, operators: &mut Vec<BinaryOp>) {
        if let (Some(op), Some((_, right, end)), Some((start, left, _))) =
            (operators.pop(), operands.pop(), operands.pop())
        {
            operands.push((start, binary(start, left, op, right, end), end));
        }
    }
    let mut operands = vec![first];
    let mut operators: Vec<BinaryOp> = Vec::new();
    for (op, operand) in rest {
        while operators.last().is_some_and(|last| tightness(*last) >= tightness(op)) {
            apply(&mut operands, &mut operators);
        }
        operators.push(op);
        operands.push(operand);
    }
    while operands.len() > 1 {
        apply(&mut operands, &mut operators);
    }
    operands.swap_remove(0).1
}

/// How tightly an operator binds (Python reference, "Operator precedence").
fn tightness(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::BitOr => 0,
        BinaryOp::BitXor => 1,
        BinaryOp::BitAnd => 2,
        BinaryOp::LShift | BinaryOp::RShift => 3,
        BinaryOp::Add | BinaryOp::Sub => 4,
        BinaryOp::Mul
        | BinaryOp::MatMul
        | BinaryOp::TrueDiv
        | BinaryOp::FloorDiv
        | BinaryOp::Mod => 5,
        BinaryOp::Pow => 6,
    }
}

pub(crate) fn bool_op(start: u32, op: BoolOp, first: Expr, rest: Vec<Expr>, end: u32) -> Expr {
    expr(start, ExprKind::BoolOp { op, values: prepend(first, Some(rest)) }, end)
}

pub(crate) fn compare(start: u32, left: Expr, rest: Vec<(CompareOp, Expr)>, end: u32) -> Expr {
    let (ops, comparators) = rest.into_iter().unzip();
    expr(start, ExprKind::Compare { left: Box::new(left), ops, comparators }, end)
}

pub(crate) fn conditional(start: u32, body: Expr, test: Expr, orelse: Expr, end: u32) -> Expr {
    let (test, body, orelse) = (Box::new(test), Box::new(body), Box::new(orelse));
    expr(start, ExprKind::IfElse { test, body, orelse }, end)
}

pub(crate) fn attribute(start: u32, value: Expr, attr: Ident, end: u32) -> Expr {
    expr(start, ExprKind::Attribute { value: Box::new(value), attr }, end)
}

pub(crate) fn subscript(start: u32, value: Expr, index: Expr, end: u32) -> Expr {
    expr(start, ExprKind::Subscript { value: Box::new(value), index: Box::new(index) }, end)
}

pub(crate) fn slice(
    start: u32,
    lower: Option<Expr>,
    upper: Option<Expr>,
    step: Option<Option<Expr>>,
    end: u32,
) -> Expr {
    let (lower, upper) = (lower.map(Box::new), upper.map(Box::new));
    expr(start, ExprKind::Slice { lower, upper, step: step.flatten().map(Box::new) }, end)
}

pub(crate) fn named(start: u32, target: Expr, value: Expr, end: u32) -> Checked<Expr> {
    if !matches!(target.kind, ExprKind::Name(_)) || target.span.start != start {
        return reject(diagnose::named_target(&target));
    }
    let (target, value) = (Box::new(target), Box::new(value));
    Ok(expr(start, ExprKind::Named { target, value }, end))
}

/// Contents of a pair of parentheses.
pub(crate) fn group(inner: Expr) -> Checked<Expr> {
    match inner.kind {
        ExprKind::Starred(_) => {
            reject(SyntaxError::new("cannot use starred expression here", inner.span))
        }
        _ => Ok(inner),
    }
}

/// A comprehension with a single element, which cannot be an unpacking.
fn of_elements(
    start: u32,
    element: Expr,
    end: u32,
    kind: impl FnOnce(Box<Expr>) -> ExprKind,
) -> Checked<Expr> {
    if let ExprKind::Starred(_) = element.kind {
        let message = "iterable unpacking cannot be used in comprehension";
        return reject(SyntaxError::new(message, element.span));
    }
    Ok(expr(start, kind(Box::new(element)), end))
}

pub(crate) fn generator(
    start: u32,
    element: Expr,
    generators: Vec<Comprehension>,
    end: u32,
) -> Checked<Expr> {
    of_elements(start, element, end, |element| ExprKind::Generator { element, generators })
}

pub(crate) fn list_comprehension(
    start: u32,
    element: Expr,
    generators: Vec<Comprehension>,
    end: u32,
) -> Checked<Expr> {
    of_elements(start, element, end, |element| ExprKind::ListComp { element, generators })
}

pub(crate) fn set_comprehension(
    start: u32,
    element: Expr,
    generators: Vec<Comprehension>,
    end: u32,
) -> Checked<Expr> {
    of_elements(start, element, end, |element| ExprKind::SetComp { element, generators })
}

pub(crate) fn dict_comprehension(
    start: u32,
    key: Expr,
    value: Expr,
    generators: Vec<Comprehension>,
    end: u32,
) -> Expr {
    let (key, value) = (Box::new(key), Box::new(value));
    expr(start, ExprKind::DictComp { key, value, generators }, end)
}

pub(crate) fn unpacking_comprehension(start: u32, value: Expr) -> Checked<Expr> {
    let message = "dict unpacking cannot be used in dict comprehension";
    reject(SyntaxError::new(message, Span::new(start + 1, value.span.start)))
}

pub(crate) fn comprehension(
    is_async: bool,
    target: Expr,
    iter: Expr,
    ifs: Vec<Expr>,
) -> Checked<Box<Comprehension>> {
    check_target(&target, Use::For)?;
    Ok(Box::new(Comprehension { is_async, target, iter, ifs }))
}

// ---------------------------------------------------------------------------------------------
// Arguments (Python reference, "Calls")

pub(crate) fn keyword_argument(
    start: u32,
    name: Expr,
    value: Expr,
    end: u32,
) -> Checked<ArgumentItem> {
    let span = Span::new(start, end);
    let in_parentheses = name.span.start != start;
    match name.kind {
        ExprKind::Name(text) if !in_parentheses => {
            let name = Some(Ident { name: text, span: name.span });
            Ok(ArgumentItem::Keyword(Keyword { span, name, value }))
        }
        _ => reject(diagnose::keyword_target(&name, span)),
    }
}

pub(crate) fn keyword_unpacking(start: u32, value: Expr, end: u32) -> ArgumentItem {
    ArgumentItem::Keyword(Keyword { span: Span::new(start, end), name: None, value })
}

/// A generator expression without parentheses allows no comma after it.
pub(crate) fn sole_generator(items: Vec<ArgumentItem>, comma: bool) -> Checked<Vec<ArgumentItem>> {
    match &items[..] {
        [ArgumentItem::Generator(generator)] if comma => {
            let message = "Generator expression must be parenthesized";
            reject(SyntaxError::new(message, generator.span))
        }
        _ => Ok(items),
    }
}

pub(crate) fn arguments(items: Vec<ArgumentItem>) -> Checked<Arguments> {
    let mut arguments = Arguments::default();
    let mut unpacked = false;
    let count = items.len();
    for item in items {
        match item {
            ArgumentItem::Generator(generator) if count > 1 => {
                let message = "Generator expression must be parenthesized";
                return reject(SyntaxError::new(message, generator.span));
            }
            ArgumentItem::Positional(value) | ArgumentItem::Generator(value) => {
                let is_starred = matches!(value.kind, ExprKind::Starred(_));
                let message = match (unpacked, is_starred, arguments.keywords.is_empty()) {
                    (true, true, _) => {
                        "iterable argument unpacking follows keyword argument unpacking"
                    }
                    (true, false, _) => "positional argument follows keyword argument unpacking",
                    (false, false, false) => "positional argument follows keyword argument",
                    _ => {
                        arguments.args.push(value);
                        continue;
                    }
                };
                return reject(SyntaxError::new(message, value.span));
            }
            ArgumentItem::Keyword(keyword) => {
                unpacked |= keyword.name.is_none();
                arguments.keywords.push(keyword);
            }
        }
    }
    check_repeated_keywords(&arguments.keywords)?;
    Ok(arguments)
}

fn check_repeated_keywords(keywords: &[Keyword]) -> Checked<()> {
    let mut seen = HashSet::new();
    for keyword in keywords {
        let Some(name) = &keyword.name else { continue };
        if !seen.insert(name.name.as_str()) {
            let message = format!("keyword argument repeated: {}", name.name);
            let error = SyntaxError::new(message, keyword.span);
            return reject(error.at_stage(Stage::Compiler));
        }
    }
    Ok(())
}

/// `parens` is the opening parenthesis, where the span of a lone generator expression starts.
pub(crate) fn call(
    start: u32,
    func: Expr,
    parens: u32,
    mut items: Vec<ArgumentItem>,
    end: u32,
) -> Checked<Expr> {
    if let [ArgumentItem::Generator(generator)] = &mut items[..] {
        generator.span = Span::new(parens, end);
    }
    let arguments = Box::new(arguments(items)?);
    Ok(expr(start, ExprKind::Call { func: Box::new(func), arguments }, end))
}

// ---------------------------------------------------------------------------------------------
// Assignment targets (Python reference, "Assignment statements")

/// Whether an expression and its parts are valid assignment targets.
fn check_target(target: &Expr, use_: Use) -> Checked<()> {
    match diagnose::invalid_target(target, use_) {
        Some(culprit) => reject(diagnose::assignment(culprit, use_)),
        None => Ok(()),
    }
}

pub(crate) fn assign(first: Expr, mut rest: Vec<Expr>) -> Checked<StmtKind> {
    let value = Box::new(rest.pop().expect("one or more"));
    let targets = prepend(first, Some(rest));
    for target in &targets {
        check_target(target, Use::Assign)?;
    }
    Ok(StmtKind::Assign { targets, value })
}

pub(crate) fn augmented_assign(target: Expr, op: BinaryOp, value: Expr) -> Checked<StmtKind> {
    if !is_single_target(&target) {
        return reject(diagnose::augmented_target(&target));
    }
    Ok(StmtKind::AugAssign { target: Box::new(target), op, value: Box::new(value) })
}

pub(crate) fn annotated_assign(
    start: u32,
    target: Expr,
    annotation: Expr,
    value: Option<Expr>,
) -> Checked<StmtKind> {
    if !is_single_target(&target) {
        return reject(diagnose::annotated_target(&target));
    }
    let simple = matches!(target.kind, ExprKind::Name(_)) && target.span.start == start;
    let (target, annotation) = (Box::new(target), Box::new(annotation));
    Ok(StmtKind::AnnAssign { target, annotation, value: value.map(Box::new), simple })
}

fn is_single_target(target: &Expr) -> bool {
    matches!(
        target.kind,
        ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. }
    )
}

pub(crate) fn delete(targets: Vec<Expr>) -> Checked<StmtKind> {
    for target in &targets {
        check_target(target, Use::Delete)?;
    }
    Ok(StmtKind::Delete(targets))
}

// ---------------------------------------------------------------------------------------------
// Statements

pub(crate) fn stmt(start: u32, kind: StmtKind, end: u32) -> Stmt {
    Stmt { span: Span::new(start, end), kind }
}

/// The end of a block: the end of its last statement, not of its last line.
fn end_of(body: &[Stmt]) -> u32 {
    body.last().map_or(0, |last| last.span.end)
}

pub(crate) fn class_def(
    start: u32,
    decorators: Vec<Expr>,
    name: Ident,
    type_params: Vec<TypeParam>,
    items: Option<Vec<ArgumentItem>>,
    body: Vec<Stmt>,
) -> Checked<Stmt> {
    if let Some([ArgumentItem::Generator(generator)]) = items.as_deref() {
        return reject(SyntaxError::new("invalid syntax", generator.span));
    }
    let arguments = arguments(items.unwrap_or_default())?;
    let end = end_of(&body);
    let class = ClassDef { name, type_params, arguments, body, decorators };
    Ok(stmt(start, StmtKind::ClassDef(Box::new(class)), end))
}

pub(crate) fn function_def(start: u32, function: FunctionDef) -> Stmt {
    let end = end_of(&function.body);
    stmt(start, StmtKind::FunctionDef(Box::new(function)), end)
}

/// Nests the clauses into each other, innermost first.
pub(crate) fn if_chain(
    (start, test, body): (u32, Expr, Vec<Stmt>),
    elifs: Vec<(u32, Expr, Vec<Stmt>)>,
    orelse: Option<Vec<Stmt>>,
) -> Stmt {
    let mut orelse = orelse.unwrap_or_default();
    for (start, test, body) in elifs.into_iter().rev() {
        orelse = vec![if_statement(start, test, body, orelse)];
    }
    if_statement(start, test, body, orelse)
}

fn if_statement(start: u32, test: Expr, body: Vec<Stmt>, orelse: Vec<Stmt>) -> Stmt {
    let end = end_of(&body).max(end_of(&orelse));
    stmt(start, StmtKind::If { test: Box::new(test), body, orelse }, end)
}

pub(crate) fn while_loop(
    start: u32,
    test: Expr,
    body: Vec<Stmt>,
    orelse: Option<Vec<Stmt>>,
) -> Stmt {
    let orelse = orelse.unwrap_or_default();
    let end = end_of(&body).max(end_of(&orelse));
    stmt(start, StmtKind::While { test: Box::new(test), body, orelse }, end)
}

pub(crate) fn for_loop(
    start: u32,
    is_async: bool,
    target: Expr,
    iter: Expr,
    body: Vec<Stmt>,
    orelse: Option<Vec<Stmt>>,
) -> Checked<Stmt> {
    check_target(&target, Use::For)?;
    let orelse = orelse.unwrap_or_default();
    let end = end_of(&body).max(end_of(&orelse));
    let for_ = For { is_async, target, iter, body, orelse };
    Ok(stmt(start, StmtKind::For(Box::new(for_)), end))
}

pub(crate) fn with(start: u32, is_async: bool, items: Vec<WithItem>, body: Vec<Stmt>) -> Stmt {
    let end = end_of(&body);
    stmt(start, StmtKind::With { is_async, items, body }, end)
}

pub(crate) fn with_target(context: Expr, target: Expr) -> Checked<Box<WithItem>> {
    check_target(&target, Use::Assign)?;
    Ok(Box::new(WithItem { context, target: Some(target) }))
}

pub(crate) fn try_statement(
    start: u32,
    body: Vec<Stmt>,
    (handlers, is_star): (Vec<ExceptHandler>, bool),
    orelse: Option<Vec<Stmt>>,
    finalbody: Option<Vec<Stmt>>,
) -> Stmt {
    let (orelse, finalbody) = (orelse.unwrap_or_default(), finalbody.unwrap_or_default());
    let handled = handlers.last().map_or(0, |handler| handler.span.end);
    let end = handled.max(end_of(&orelse)).max(end_of(&finalbody));
    let try_ = Try { body, handlers, orelse, finalbody, is_star };
    stmt(start, StmtKind::Try(Box::new(try_)), end)
}

pub(crate) fn handler(
    start: u32,
    type_: Option<Expr>,
    name: Option<Ident>,
    body: Vec<Stmt>,
) -> Box<ExceptHandler> {
    Box::new(ExceptHandler { span: Span::new(start, end_of(&body)), type_, name, body })
}

pub(crate) fn match_statement(start: u32, subject: Expr, cases: Vec<MatchCase>) -> Stmt {
    let end = cases.last().map_or(0, |case| end_of(&case.body));
    stmt(start, StmtKind::Match { subject: Box::new(subject), cases }, end)
}

// ---------------------------------------------------------------------------------------------
// Parameters (Python reference, "Function definitions")

pub(crate) fn parameter(name: Ident, annotation: Option<Expr>) -> Parameter {
    Parameter { name, annotation: annotation.map(Box::new), default: None }
}

pub(crate) fn plain_parameter(mut parameter: Parameter, default: Option<Expr>) -> ParameterItem {
    parameter.default = default.map(Box::new);
    ParameterItem::Plain(parameter)
}

pub(crate) fn parameters(items: Vec<ParameterItem>) -> Checked<Box<Parameters>> {
    let mut result = Box::<Parameters>::default();
    // The position of a `*` that no parameter name follows yet.
    let mut bare_star = None;
    let (mut slash, mut star) = (false, false);
    for item in items {
        if result.kwarg.is_some() {
            let message = "arguments cannot follow var-keyword argument";
            return reject(SyntaxError::new(message, item_span(&item)));
        }
        match item {
            ParameterItem::Plain(parameter) if star => {
                bare_star = None;
                result.keyword_only.push(parameter);
            }
            ParameterItem::Plain(parameter) => {
                let before = result.positional.last().or(result.positional_only.last());
                if parameter.default.is_none() && before.is_some_and(|p| p.default.is_some()) {
                    let message = "parameter without a default follows parameter with a default";
                    return reject(SyntaxError::new(message, parameter.name.span));
                }
                result.positional.push(parameter);
            }
            ParameterItem::Slash(span) => {
                let message = match (slash, star, result.positional.is_empty()) {
                    (true, ..) => "/ may appear only once",
                    (_, true, _) => "/ must be ahead of *",
                    (_, _, true) => "invalid syntax",
                    _ => {
                        slash = true;
                        result.positional_only = std::mem::take(&mut result.positional);
                        continue;
                    }
                };
                return reject(SyntaxError::new(message, span));
            }
            ParameterItem::Star(span) if star => {
                return reject(SyntaxError::new("* argument may appear only once", span));
            }
            ParameterItem::Star(span) => (star, bare_star) = (true, Some(span)),
            ParameterItem::VarArg(parameter) if star => {
                let message = "* argument may appear only once";
                return reject(SyntaxError::new(message, parameter.name.span));
            }
            ParameterItem::VarArg(parameter) => {
                star = true;
                result.vararg = Some(Box::new(parameter));
            }
            ParameterItem::KwArg(_) if bare_star.is_some() => break,
            ParameterItem::KwArg(parameter) => result.kwarg = Some(Box::new(parameter)),
        }
    }
    match bare_star {
        Some(span) => reject(SyntaxError::new("named arguments must follow bare *", span)),
        None => Ok(result),
    }
}

fn item_span(item: &ParameterItem) -> Span {
    match item {
        ParameterItem::Slash(span) | ParameterItem::Star(span) => *span,
        ParameterItem::Plain(parameter)
        | ParameterItem::VarArg(parameter)
        | ParameterItem::KwArg(parameter) => parameter.name.span,
    }
}

pub(crate) fn type_param(
    start: u32,
    kind: TypeParamKind,
    name: Ident,
    bound: Option<Expr>,
    default: Option<Expr>,
    end: u32,
) -> TypeParam {
    let (bound, default) = (bound.map(Box::new), default.map(Box::new));
    TypeParam { span: Span::new(start, end), name, kind, bound, default }
}
