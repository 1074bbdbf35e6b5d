//! Constants: literals, expressions computed at compile time, and the table of a code object.

use crate::Optimization;
use crate::bytecode::Operand;
use crate::template::{self, Template};
use hob_grammar::ast::{BinaryOp, Constant, Expr, ExprKind, UnaryOp};
use num_bigint::BigInt;
use rustc_hash::FxHashMap;

/// A constant, comparable by type and value: `1`, `1.0` and `True` are three different ones, and
/// `0.0` and `-0.0` are two.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Literal {
    None,
    True,
    False,
    Ellipsis,
    Int(BigInt),
    Small(i64),
    /// A float's bits.
    Float(u64),
    /// An imaginary number's bits.
    Imaginary(u64),
    Str(Box<str>),
    /// Text with lone surrogates.
    Surrogates(Box<[u8]>),
    Bytes(Box<[u8]>),
    Tuple(Vec<Literal>),
    /// A `frozenset` of strings and small ints.
    FrozenSet(Vec<Literal>),
}

/// Ints beyond this many bits are left to be computed at run time.
const MAX_INT_BITS: u64 = 128;
/// Longer texts and bytes, and tuples, are left to be computed at run time.
const MAX_BYTES: usize = 4096;
const MAX_ITEMS: usize = 256;
/// Deeper expressions are not folded.
const MAX_FOLD_DEPTH: u32 = 20;

impl Literal {
    /// `True` or `False`
    pub fn truth_value(value: bool) -> Literal {
        if value { Literal::True } else { Literal::False }
    }

    /// The literal's constant.
    pub fn from_ast(constant: &Constant) -> Literal {
        match constant {
            Constant::None => Literal::None,
            Constant::True => Literal::True,
            Constant::False => Literal::False,
            Constant::Ellipsis => Literal::Ellipsis,
            Constant::Int(i) => Literal::int(BigInt::from(*i)),
            Constant::BigInt(digits, radix) => {
                Literal::int(BigInt::parse_bytes(digits.as_bytes(), *radix).unwrap_or_default())
            }
            Constant::Float(f) => Literal::Float(f.to_bits()),
            Constant::Imaginary(f) => Literal::Imaginary(f.to_bits()),
            Constant::Str(s) => Literal::Str(s.clone()),
            Constant::SurrogateStr(s) => Literal::Surrogates(s.clone()),
            Constant::Bytes(b) => Literal::Bytes(b.clone()),
        }
    }

    fn int(i: BigInt) -> Literal {
        match i64::try_from(&i) {
            Ok(small) => Literal::Small(small),
            Err(_) => Literal::Int(i),
        }
    }

    fn as_int(&self) -> Option<BigInt> {
        match self {
            Literal::Small(i) => Some(BigInt::from(*i)),
            Literal::Int(i) => Some(i.clone()),
            Literal::True => Some(BigInt::from(1)),
            Literal::False => Some(BigInt::from(0)),
            _ => None,
        }
    }

    fn as_float(&self) -> Option<f64> {
        match self {
            Literal::Float(bits) => Some(f64::from_bits(*bits)),
            Literal::Small(i) if i.unsigned_abs() < 1 << 53 => Some(*i as f64),
            _ => None,
        }
    }

    /// Whether the constant is true.
    pub fn truth(&self) -> bool {
        match self {
            Literal::None | Literal::False => false,
            Literal::True | Literal::Ellipsis | Literal::Int(_) => true,
            Literal::Small(i) => *i != 0,
            Literal::Float(bits) | Literal::Imaginary(bits) => f64::from_bits(*bits) != 0.0,
            Literal::Str(s) => !s.is_empty(),
            Literal::Surrogates(b) | Literal::Bytes(b) => !b.is_empty(),
            Literal::Tuple(items) | Literal::FrozenSet(items) => !items.is_empty(),
        }
    }
}

/// Strings that look like names are interned, so that looking them up in dicts is quick.
pub fn looks_like_name(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The constant that an expression is, if it is one. The optimization decides the value of
/// `__debug__`.
pub fn fold(expr: &Expr, optimization: Optimization) -> Option<Literal> {
    fold_to(expr, optimization, MAX_FOLD_DEPTH)
}

fn fold_to(expr: &Expr, optimization: Optimization, depth: u32) -> Option<Literal> {
    let depth = depth.checked_sub(1)?;
    let fold = |expr: &Expr| fold_to(expr, optimization, depth);
    match &expr.kind {
        ExprKind::Constant(constant) => Some(Literal::from_ast(constant)),
        ExprKind::Name(name) if name == "__debug__" => {
            Some(Literal::truth_value(optimization.is_debug()))
        }
        ExprKind::Tuple(items) => {
            // From the end: gives up at once on a display of many calls.
            let mut constants: Vec<Literal> =
                items.iter().rev().map(fold).collect::<Option<_>>()?;
            constants.reverse();
            Some(Literal::Tuple(constants))
        }
        ExprKind::Unary { op, operand } => unary(*op, &fold(operand)?),
        ExprKind::Binary { left, op, right } => {
            // The right operand first: it is most often a leaf.
            let right = fold(right)?;
            binary(*op, &fold(left)?, &right)
        }
        _ => None,
    }
}

/// The constant that takes the place of a display to the right of `in`: the display itself is never
/// seen.
pub fn fold_container(expr: &Expr, optimization: Optimization) -> Option<Literal> {
    let fold = |expr: &Expr| fold(expr, optimization);
    let constants = |items: &[Expr]| items.iter().rev().map(fold).collect::<Option<Vec<_>>>();
    match &expr.kind {
        ExprKind::List(items) => {
            let mut items = constants(items)?;
            items.reverse();
            Some(Literal::Tuple(items))
        }
        ExprKind::Set(items) => set_of_scalars(items, optimization),
        _ => None,
    }
}

/// The set of these expressions, if all are constants and no comparison could run the program's
/// code.
pub fn set_of_scalars(items: &[Expr], optimization: Optimization) -> Option<Literal> {
    let scalar = |expr: &Expr| {
        let literal = fold(expr, optimization)?;
        matches!(literal, Literal::Small(_) | Literal::Str(_)).then_some(literal)
    };
    // From the end, as in `fold`.
    let mut items: Vec<Literal> = items.iter().rev().map(scalar).collect::<Option<_>>()?;
    items.reverse();
    Some(Literal::FrozenSet(items))
}

fn unary(op: UnaryOp, operand: &Literal) -> Option<Literal> {
    match op {
        UnaryOp::Not => Some(if operand.truth() { Literal::False } else { Literal::True }),
        UnaryOp::Minus => match operand {
            Literal::Float(bits) => Some(Literal::Float((-f64::from_bits(*bits)).to_bits())),
            other => Some(Literal::int(-other.as_int()?)),
        },
        UnaryOp::Plus => match operand {
            Literal::Float(_) => Some(operand.clone()),
            other => Some(Literal::int(other.as_int()?)),
        },
        UnaryOp::Invert => match operand {
            // Inverting a bool warns at run time.
            Literal::True | Literal::False => None,
            other => Some(Literal::int(-other.as_int()? - 1)),
        },
    }
}

/// Whether a tuple has no tuples in it, which could make it much larger than its source.
fn is_flat(items: &[Literal]) -> bool {
    !items.iter().any(|item| matches!(item, Literal::Tuple(_)))
}

/// `left + right` or `left * right` of texts, bytes or tuples with an int.
fn sequence(op: BinaryOp, left: &Literal, right: &Literal) -> Option<Literal> {
    let within = |size: usize, most: usize| (size <= most).then_some(());
    match (op, left, right) {
        (BinaryOp::Add, Literal::Str(a), Literal::Str(b)) => {
            within(a.len() + b.len(), MAX_BYTES)?;
            Some(Literal::Str([&**a, &**b].concat().into()))
        }
        (BinaryOp::Add, Literal::Bytes(a), Literal::Bytes(b)) => {
            within(a.len() + b.len(), MAX_BYTES)?;
            Some(Literal::Bytes([&**a, &**b].concat().into()))
        }
        (BinaryOp::Add, Literal::Tuple(a), Literal::Tuple(b)) if is_flat(a) && is_flat(b) => {
            within(a.len() + b.len(), MAX_ITEMS)?;
            Some(Literal::Tuple([&**a, &**b].concat()))
        }
        (BinaryOp::Mul, Literal::Small(_), other) if !matches!(other, Literal::Small(_)) => {
            sequence(op, other, left)
        }
        (BinaryOp::Mul, repeated, Literal::Small(count)) => {
            let count = usize::try_from(*count).ok()?;
            match repeated {
                Literal::Str(text) => {
                    within(text.len().checked_mul(count)?, MAX_BYTES)?;
                    Some(Literal::Str(text.repeat(count).into()))
                }
                Literal::Bytes(bytes) => {
                    within(bytes.len().checked_mul(count)?, MAX_BYTES)?;
                    Some(Literal::Bytes(bytes.repeat(count).into()))
                }
                Literal::Tuple(items) if is_flat(items) => {
                    within(items.len().checked_mul(count)?, MAX_ITEMS)?;
                    let all = std::iter::repeat_n(items, count).flatten().cloned();
                    Some(Literal::Tuple(all.collect()))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn binary(op: BinaryOp, left: &Literal, right: &Literal) -> Option<Literal> {
    let is_sequence =
        |side: &Literal| matches!(side, Literal::Str(_) | Literal::Bytes(_) | Literal::Tuple(_));
    if is_sequence(left) || is_sequence(right) {
        return sequence(op, left, right);
    }
    if matches!(left, Literal::Float(_)) || matches!(right, Literal::Float(_)) {
        let (a, b) = (left.as_float()?, right.as_float()?);
        let result = match op {
            BinaryOp::Add => a + b,
            BinaryOp::Sub => a - b,
            BinaryOp::Mul => a * b,
            BinaryOp::TrueDiv if b != 0.0 => a / b,
            _ => return None,
        };
        return Some(Literal::Float(result.to_bits()));
    }
    let (a, b) = (left.as_int()?, right.as_int()?);
    let small = |i: &BigInt| u32::try_from(i).ok();
    let result = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul if a.bits() + b.bits() <= MAX_INT_BITS => a * b,
        BinaryOp::Pow => {
            let exponent = small(&b)?;
            if a.bits().checked_mul(u64::from(exponent))? > MAX_INT_BITS {
                return None;
            }
            a.pow(exponent)
        }
        BinaryOp::LShift => {
            let shift = small(&b)?;
            if a.bits() + u64::from(shift) > MAX_INT_BITS {
                return None;
            }
            a << shift
        }
        BinaryOp::RShift => a >> small(&b)?,
        // `&`, `|` and `^` of bools are bools.
        BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor
            if is_bool(left) && is_bool(right) =>
        {
            return None;
        }
        BinaryOp::BitAnd => a & b,
        BinaryOp::BitOr => a | b,
        BinaryOp::BitXor => a ^ b,
        BinaryOp::TrueDiv => {
            let (a, b) = (left.as_float()?, right.as_float()?);
            if b == 0.0 {
                return None;
            }
            return Some(Literal::Float((a / b).to_bits()));
        }
        BinaryOp::FloorDiv | BinaryOp::Mod => {
            let (a, b) = (i64::try_from(&a).ok()?, i64::try_from(&b).ok()?);
            if a < 0 || b <= 0 {
                return None;
            }
            BigInt::from(if op == BinaryOp::Mod { a % b } else { a / b })
        }
        _ => return None,
    };
    Some(Literal::int(result))
}

fn is_bool(literal: &Literal) -> bool {
    matches!(literal, Literal::True | Literal::False)
}

/// The constants of one code object, each once.
#[derive(Default)]
pub struct Constants {
    literals: FxHashMap<Literal, u32>,
    codes: Vec<(u32, Box<Template>)>,
    /// For each constant, its value if that is an int of 16 bits.
    short_ints: Vec<Option<i16>>,
}

impl Constants {
    /// The index of a constant.
    pub fn index(&mut self, literal: Literal) -> u32 {
        if let Some(known) = self.literals.get(&literal) {
            return *known;
        }
        let short = match literal {
            Literal::Small(i) => i.try_into().ok(),
            _ => None,
        };
        let index = self.next(short);
        self.literals.insert(literal, index);
        index
    }

    fn next(&mut self, short: Option<i16>) -> u32 {
        self.short_ints.push(short);
        self.short_ints.len() as u32 - 1
    }

    /// The int of 16 bits that an operand names.
    pub fn short_int(&self, operand: Operand) -> Option<i16> {
        *operand.is_constant().then(|| self.short_ints.get(operand.index()))??
    }

    /// Adds a code object, which is never reused.
    pub fn push(&mut self, code: Template) -> u32 {
        let index = self.next(None);
        self.codes.push((index, Box::new(code)));
        index
    }

    /// All of them, in order.
    pub fn into_values(self) -> Vec<template::Constant> {
        let literals =
            self.literals.into_iter().map(|(l, at)| (at, template::Constant::Literal(l)));
        let codes = self.codes.into_iter().map(|(at, code)| (at, template::Constant::Code(code)));
        let mut all: Vec<_> = literals.chain(codes).collect();
        all.sort_unstable_by_key(|(at, _)| *at);
        all.into_iter().map(|(_, constant)| constant).collect()
    }
}
