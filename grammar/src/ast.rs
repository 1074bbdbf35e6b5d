//! The syntax tree: what the parser passes to the compiler.
//!
//! Node names and fields follow CPython's `ast` module (Python reference, "Abstract Syntax
//! Trees"), so that either documentation explains the other. Every node carries the byte span of
//! its source text; positions in lines and columns are computed from spans only when shown.

use compact_str::CompactString;

/// An identifier, normalised to NFKC (Python reference, "Identifiers and keywords").
pub type Name = CompactString;

/// A half-open range of byte offsets into the source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` (inclusive) to `end` (exclusive), in bytes.
    pub fn new(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A parsed file, `-c` string or REPL input.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// The statements of the file, in order.
    pub body: Vec<Stmt>,
}

/// The type of a function as a type comment gives it: `(A, *B) -> C`.
#[derive(Clone, Debug)]
pub struct FunctionType {
    /// The types of the arguments, without stars.
    pub arguments: Vec<Expr>,
    /// The type of the result.
    pub returns: Box<Expr>,
}

/// An identifier with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Ident {
    /// The normalised name.
    pub name: Name,
    /// Its location.
    pub span: Span,
}

// ---------------------------------------------------------------------------------------------
// Statements

/// A statement.
#[derive(Clone, Debug)]
pub struct Stmt {
    /// From the first token of the statement (decorators excluded) to its last.
    pub span: Span,
    /// Its kind and contents.
    pub kind: StmtKind,
}

/// The kinds of statement.
#[derive(Clone, Debug)]
pub enum StmtKind {
    /// `def` and `async def`.
    FunctionDef(Box<FunctionDef>),
    /// `class`.
    ClassDef(Box<ClassDef>),
    /// `return [value]`
    Return(Option<Box<Expr>>),
    /// `del a, b[0]`
    Delete(Vec<Expr>),
    /// `targets[0] = targets[1] = value`
    Assign {
        /// One for each `=`, left to right.
        targets: Vec<Expr>,
        /// The right-hand side.
        value: Box<Expr>,
    },
    /// `type Name[params] = value` (PEP 695)
    TypeAlias {
        /// The alias's name.
        name: Ident,
        /// `[T, *Ts, **P]`
        type_params: Vec<TypeParam>,
        /// The aliased expression, evaluated lazily.
        value: Box<Expr>,
    },
    /// `target += value`
    AugAssign {
        /// A name, attribute or subscript.
        target: Box<Expr>,
        /// The operator without its `=`.
        op: BinaryOp,
        /// The right-hand side.
        value: Box<Expr>,
    },
    /// `target: annotation [= value]`
    AnnAssign {
        /// A name, attribute or subscript.
        target: Box<Expr>,
        /// The annotation.
        annotation: Box<Expr>,
        /// The value, where there is one.
        value: Option<Box<Expr>>,
        /// Whether the target is a bare name without parentheses.
        simple: bool,
    },
    /// `for` and `async for`.
    For(Box<For>),
    /// `while test: body else: orelse`
    While {
        /// The condition.
        test: Box<Expr>,
        /// The loop's body.
        body: Vec<Stmt>,
        /// Runs when the condition turns false.
        orelse: Vec<Stmt>,
    },
    /// `if test: body else: orelse`; an `elif` is an `If` alone in `orelse`.
    If {
        /// The condition.
        test: Box<Expr>,
        /// Runs when it holds.
        body: Vec<Stmt>,
        /// Runs when it does not.
        orelse: Vec<Stmt>,
    },
    /// `with` and `async with`.
    With {
        /// `async with`
        is_async: bool,
        /// The context managers, outermost first.
        items: Vec<WithItem>,
        /// The guarded statements.
        body: Vec<Stmt>,
    },
    /// `match subject: case …`
    Match {
        /// The subject; a tuple where the source has a bare comma.
        subject: Box<Expr>,
        /// The cases, in order.
        cases: Vec<MatchCase>,
    },
    /// `raise [exc [from cause]]`
    Raise {
        /// The exception.
        exc: Option<Box<Expr>>,
        /// The explicit cause.
        cause: Option<Box<Expr>>,
    },
    /// `try` with `except` or `except*`.
    Try(Box<Try>),
    /// `assert test[, msg]`
    Assert {
        /// The condition.
        test: Box<Expr>,
        /// The message.
        msg: Option<Box<Expr>>,
    },
    /// `import a.b as c, d`
    Import(Vec<Alias>),
    /// `from ..module import a as b, c`; a lone alias named `*` imports all.
    ImportFrom {
        /// The dotted module name; none in `from . import x`.
        module: Option<Ident>,
        /// The imported names.
        names: Vec<Alias>,
        /// The number of leading dots.
        level: u32,
    },
    /// `global a, b`
    Global(Vec<Ident>),
    /// `nonlocal a, b`
    Nonlocal(Vec<Ident>),
    /// An expression on its own.
    Expr(Box<Expr>),
    /// `pass`
    Pass,
    /// `break`
    Break,
    /// `continue`
    Continue,
}

/// `[async] def name[type_params](params) -> returns: body`
#[derive(Clone, Debug)]
pub struct FunctionDef {
    /// `async def`
    pub is_async: bool,
    /// The function's name.
    pub name: Ident,
    /// PEP 695 type parameters.
    pub type_params: Vec<TypeParam>,
    /// The parameters.
    pub params: Parameters,
    /// The return annotation.
    pub returns: Option<Box<Expr>>,
    /// The body; never empty.
    pub body: Vec<Stmt>,
    /// Outermost first.
    pub decorators: Vec<Expr>,
}

/// `class name[type_params](arguments): body`
#[derive(Clone, Debug)]
pub struct ClassDef {
    /// The class's name.
    pub name: Ident,
    /// PEP 695 type parameters.
    pub type_params: Vec<TypeParam>,
    /// Bases (possibly starred) and keywords (`metaclass=` among them).
    pub arguments: Arguments,
    /// The body; never empty.
    pub body: Vec<Stmt>,
    /// Outermost first.
    pub decorators: Vec<Expr>,
}

/// `[async] for target in iter: body else: orelse`
#[derive(Clone, Debug)]
pub struct For {
    /// `async for`
    pub is_async: bool,
    /// The target of each item.
    pub target: Expr,
    /// The iterable.
    pub iter: Expr,
    /// The loop's body.
    pub body: Vec<Stmt>,
    /// Runs when the iterable is exhausted.
    pub orelse: Vec<Stmt>,
}

/// `context as target`
#[derive(Clone, Debug)]
pub struct WithItem {
    /// The context manager.
    pub context: Expr,
    /// The target of the result of `__enter__`.
    pub target: Option<Expr>,
}

/// `try: body except …: … else: orelse finally: finalbody`
#[derive(Clone, Debug)]
pub struct Try {
    /// The guarded statements.
    pub body: Vec<Stmt>,
    /// The `except` clauses, in order.
    pub handlers: Vec<ExceptHandler>,
    /// Runs when the body ended without an exception.
    pub orelse: Vec<Stmt>,
    /// Runs however the statement is left.
    pub finalbody: Vec<Stmt>,
    /// Whether the clauses are `except*` (PEP 654).
    pub is_star: bool,
}

/// `except [type [as name]]: body`
#[derive(Clone, Debug)]
pub struct ExceptHandler {
    /// The whole clause.
    pub span: Span,
    /// The exception type; a clause without one catches every exception.
    pub type_: Option<Expr>,
    /// The name the exception is bound to.
    pub name: Option<Ident>,
    /// The handler's body.
    pub body: Vec<Stmt>,
}

/// `name as asname` in an import.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The whole alias.
    pub span: Span,
    /// The dotted name (or `*`), with its span.
    pub name: Ident,
    /// The name it is bound to.
    pub asname: Option<Ident>,
}

// ---------------------------------------------------------------------------------------------
// Parameters

/// The parameters of a function or lambda.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    /// Those before `/`.
    pub positional_only: Vec<Parameter>,
    /// Those that can be passed either way.
    pub positional: Vec<Parameter>,
    /// `*args`
    pub vararg: Option<Box<Parameter>>,
    /// Those after `*` or `*args`.
    pub keyword_only: Vec<Parameter>,
    /// `**kwargs`
    pub kwarg: Option<Box<Parameter>>,
}

/// `name: annotation = default`
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The parameter's name.
    pub name: Ident,
    /// Its annotation (starred only in `*args: *Ts`).
    pub annotation: Option<Box<Expr>>,
    /// Its default.
    pub default: Option<Box<Expr>>,
}

/// A PEP 695 type parameter.
#[derive(Clone, Debug)]
pub struct TypeParam {
    /// The whole parameter.
    pub span: Span,
    /// Its name.
    pub name: Ident,
    /// Plain, `*` or `**`.
    pub kind: TypeParamKind,
    /// `: bound`, only for a plain one.
    pub bound: Option<Box<Expr>>,
    /// `= default` (PEP 696).
    pub default: Option<Box<Expr>>,
}

/// The three kinds of type parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeParamKind {
    /// `T`
    TypeVar,
    /// `*Ts`
    TypeVarTuple,
    /// `**P`
    ParamSpec,
}

// ---------------------------------------------------------------------------------------------
// Patterns

/// `case pattern if guard: body`
#[derive(Clone, Debug)]
pub struct MatchCase {
    /// The pattern.
    pub pattern: Pattern,
    /// The guard.
    pub guard: Option<Expr>,
    /// Runs for the first case that matches.
    pub body: Vec<Stmt>,
}

/// A pattern of a `case` (Python reference, "Patterns").
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Its location.
    pub span: Span,
    /// Its kind and contents.
    pub kind: PatternKind,
}

/// The kinds of pattern.
#[derive(Clone, Debug)]
pub enum PatternKind {
    /// A literal or dotted name, compared with `==`.
    Value(Box<Expr>),
    /// `None`, `True` or `False`, compared with `is`.
    Singleton(Constant),
    /// `[a, *rest]`, `(a, b)`
    Sequence(Vec<Pattern>),
    /// `{key: pattern, **rest}`
    Mapping {
        /// The keys: literals and dotted names.
        keys: Vec<Expr>,
        /// A pattern for each key.
        patterns: Vec<Pattern>,
        /// `**rest`
        rest: Option<Box<Ident>>,
    },
    /// `Class(pattern, name=pattern)`
    Class {
        /// A name or dotted name.
        class: Box<Expr>,
        /// Matched through `__match_args__`.
        positional: Vec<Pattern>,
        /// Matched by attribute.
        keywords: Vec<(Ident, Pattern)>,
    },
    /// `*name` or `*_` (no name) inside a sequence pattern.
    Star(Option<Ident>),
    /// `pattern as name`; a capture (`name`) has no pattern, nor has the wildcard `_`.
    As {
        /// The pattern that must match first.
        pattern: Option<Box<Pattern>>,
        /// The captured name.
        name: Option<Ident>,
    },
    /// `a | b`
    Or(Vec<Pattern>),
}

// ---------------------------------------------------------------------------------------------
// Expressions

/// An expression. Parentheses around it are not part of its span, except a tuple's and a
/// generator expression's own.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Its location.
    pub span: Span,
    /// Its kind and contents.
    pub kind: ExprKind,
}

/// The kinds of expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `a and b and c`
    BoolOp {
        /// `and` or `or`
        op: BoolOp,
        /// Two or more operands.
        values: Vec<Expr>,
    },
    /// `name := value`
    Named {
        /// The name, as an expression of kind `Name`.
        target: Box<Expr>,
        /// The value.
        value: Box<Expr>,
    },
    /// `left + right`
    Binary {
        /// Left operand.
        left: Box<Expr>,
        /// The operator.
        op: BinaryOp,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `-operand`
    Unary {
        /// The operator.
        op: UnaryOp,
        /// Its operand.
        operand: Box<Expr>,
    },
    /// `lambda params: body`
    Lambda {
        /// The parameters.
        params: Box<Parameters>,
        /// The body.
        body: Box<Expr>,
    },
    /// `body if test else orelse`
    IfElse {
        /// The condition.
        test: Box<Expr>,
        /// The value when it holds.
        body: Box<Expr>,
        /// The value when it does not.
        orelse: Box<Expr>,
    },
    /// `{key: value, **mapping}`; an item without a key is `**value`.
    Dict(Vec<(Option<Expr>, Expr)>),
    /// `{a, b}`
    Set(Vec<Expr>),
    /// `[element for …]`
    ListComp {
        /// The element.
        element: Box<Expr>,
        /// The clauses, outermost first; never empty.
        generators: Vec<Comprehension>,
    },
    /// `{element for …}`
    SetComp {
        /// The element.
        element: Box<Expr>,
        /// The clauses, outermost first; never empty.
        generators: Vec<Comprehension>,
    },
    /// `{key: value for …}`
    DictComp {
        /// The key.
        key: Box<Expr>,
        /// The value.
        value: Box<Expr>,
        /// The clauses, outermost first; never empty.
        generators: Vec<Comprehension>,
    },
    /// `(element for …)`
    Generator {
        /// The element.
        element: Box<Expr>,
        /// The clauses, outermost first; never empty.
        generators: Vec<Comprehension>,
    },
    /// `await value`
    Await(Box<Expr>),
    /// `yield [value]`
    Yield(Option<Box<Expr>>),
    /// `yield from value`
    YieldFrom(Box<Expr>),
    /// `left < b <= c`: one comparator for each operator.
    Compare {
        /// The first operand.
        left: Box<Expr>,
        /// The operators, left to right.
        ops: Vec<CompareOp>,
        /// The other operands.
        comparators: Vec<Expr>,
    },
    /// `func(arguments)`
    Call {
        /// The callee.
        func: Box<Expr>,
        /// Its arguments.
        arguments: Box<Arguments>,
    },
    /// A string with at least one `f` part; parts that touch are joined into one literal.
    FString(Vec<FStringPart>),
    /// A literal other than an f-string. Adjacent literals are joined.
    Constant(Constant),
    /// `value.attr`
    Attribute {
        /// The object.
        value: Box<Expr>,
        /// The attribute's name and place.
        attr: Ident,
    },
    /// `value[index]`
    Subscript {
        /// The object.
        value: Box<Expr>,
        /// A slice, a tuple of indexes, or an expression.
        index: Box<Expr>,
    },
    /// `*value`, in calls, displays, subscripts and assignment targets.
    Starred(Box<Expr>),
    /// A name.
    Name(Name),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `a, b` or `(a, b)`
    Tuple(Vec<Expr>),
    /// `lower:upper:step` inside a subscript.
    Slice {
        /// The start.
        lower: Option<Box<Expr>>,
        /// The end.
        upper: Option<Box<Expr>>,
        /// The step.
        step: Option<Box<Expr>>,
    },
}

/// The arguments of a call or class statement.
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    /// Positional arguments, starred ones among them, in source order.
    pub args: Vec<Expr>,
    /// Keyword arguments in source order.
    pub keywords: Vec<Keyword>,
}

/// `name=value`, or `**value` where there is no name.
#[derive(Clone, Debug)]
pub struct Keyword {
    /// The whole argument.
    pub span: Span,
    /// The keyword.
    pub name: Option<Ident>,
    /// The value.
    pub value: Expr,
}

/// `[async] for target in iter if … if …`
#[derive(Clone, Debug)]
pub struct Comprehension {
    /// `async for`
    pub is_async: bool,
    /// The target of each item.
    pub target: Expr,
    /// The iterable.
    pub iter: Expr,
    /// The conditions.
    pub ifs: Vec<Expr>,
}

/// A part of an f-string (PEP 701), also of a nested format specification.
#[derive(Clone, Debug)]
pub enum FStringPart {
    /// Text, escapes and doubled braces decoded.
    Literal(Box<str>),
    /// `{value!r:spec}`
    Interpolation(Box<Interpolation>),
}

/// A replacement field of an f-string.
#[derive(Clone, Debug)]
pub struct Interpolation {
    /// From `{` to `}`.
    pub span: Span,
    /// The expression.
    pub value: Expr,
    /// With `=`: the source text up to and with the `=` and white space around it.
    pub debug_text: Option<Box<str>>,
    /// `!s`, `!r` or `!a`; `=` without a specification or conversion means `!r`.
    pub conversion: Option<Conversion>,
    /// The format specification, itself with parts.
    pub format_spec: Option<Vec<FStringPart>>,
}

/// The conversion of a replacement field's value to a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// `!s`
    Str,
    /// `!r`
    Repr,
    /// `!a`
    Ascii,
}

/// A literal's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// `None`
    None,
    /// `True`
    True,
    /// `False`
    False,
    /// `...`
    Ellipsis,
    /// An integer that fits.
    Int(u64),
    /// A larger integer: its digits without underscores and prefix, and their radix (2, 8, 10, 16).
    BigInt(Box<str>, u32),
    /// A float.
    Float(f64),
    /// An imaginary number: its imaginary part.
    Imaginary(f64),
    /// A string.
    Str(Box<str>),
    /// A string with lone surrogates (`'\ud800'`), encoded like UTF-8 with three bytes for each
    /// (WTF-8). In an f-string such a part is an `Interpolation` of this constant.
    SurrogateStr(Box<[u8]>),
    /// Bytes.
    Bytes(Box<[u8]>),
}

impl Constant {
    /// The name of the value's type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Constant::None => "NoneType",
            Constant::True | Constant::False => "bool",
            Constant::Ellipsis => "ellipsis",
            Constant::Int(_) | Constant::BigInt(..) => "int",
            Constant::Float(_) => "float",
            Constant::Imaginary(_) => "complex",
            Constant::Str(_) | Constant::SurrogateStr(_) => "str",
            Constant::Bytes(_) => "bytes",
        }
    }
}

/// `and`, `or`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoolOp {
    /// `and`
    And,
    /// `or`
    Or,
}

/// Binary arithmetic operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `@`
    MatMul,
    /// `/`
    TrueDiv,
    /// `//`
    FloorDiv,
    /// `%`
    Mod,
    /// `**`
    Pow,
    /// `<<`
    LShift,
    /// `>>`
    RShift,
    /// `|`
    BitOr,
    /// `^`
    BitXor,
    /// `&`
    BitAnd,
}

impl BinaryOp {
    /// The name of the operator's class in CPython's `ast` module.
    pub fn class_name(self) -> &'static str {
        match self {
            BinaryOp::Add => "Add",
            BinaryOp::Sub => "Sub",
            BinaryOp::Mul => "Mult",
            BinaryOp::MatMul => "MatMult",
            BinaryOp::TrueDiv => "Div",
            BinaryOp::FloorDiv => "FloorDiv",
            BinaryOp::Mod => "Mod",
            BinaryOp::Pow => "Pow",
            BinaryOp::LShift => "LShift",
            BinaryOp::RShift => "RShift",
            BinaryOp::BitOr => "BitOr",
            BinaryOp::BitXor => "BitXor",
            BinaryOp::BitAnd => "BitAnd",
        }
    }
}

/// Unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `~`
    Invert,
    /// `not`
    Not,
    /// `+`
    Plus,
    /// `-`
    Minus,
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `==`
    Eq,
    /// `!=`
    NotEq,
    /// `<`
    Lt,
    /// `<=`
    LtE,
    /// `>`
    Gt,
    /// `>=`
    GtE,
    /// `is`
    Is,
    /// `is not`
    IsNot,
    /// `in`
    In,
    /// `not in`
    NotIn,
}

impl CompareOp {
    /// The name of the operator's class in CPython's `ast` module.
    pub fn class_name(self) -> &'static str {
        match self {
            CompareOp::Eq => "Eq",
            CompareOp::NotEq => "NotEq",
            CompareOp::Lt => "Lt",
            CompareOp::LtE => "LtE",
            CompareOp::Gt => "Gt",
            CompareOp::GtE => "GtE",
            CompareOp::Is => "Is",
            CompareOp::IsNot => "IsNot",
            CompareOp::In => "In",
            CompareOp::NotIn => "NotIn",
        }
    }
}
