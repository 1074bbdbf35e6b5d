//! The `operator` module: Python's operators as functions.

mod getters;

use super::ModuleDef;
use crate::bytecode::Comparison;
use crate::objects::bytes::{is_buffer, require};
use crate::objects::exception::Exc;
use crate::objects::int;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef, NativeFunction};
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;

/// Functions that are one binary operator each: name, help, body.
macro_rules! binary {
    ($signature:literal, $help:literal, $op:ident) => {
        NativeDef::new($signature, $help, |vm, a| vm.binary(BinaryOp::$op, &a[0], &a[1]))
    };
}

macro_rules! in_place {
    ($signature:literal, $help:literal, $op:ident) => {
        NativeDef::new($signature, $help, |vm, a| vm.in_place(BinaryOp::$op, &a[0], &a[1]))
    };
}

macro_rules! comparison {
    ($signature:literal, $help:literal, $op:ident) => {
        NativeDef::new($signature, $help, |vm, a| vm.compare(Comparison::$op, &a[0], &a[1]))
    };
}

/// The names of all functions and classes except those with underscores around them, in order.
fn public_names(_: &Vm) -> Value {
    let functions = MODULE.functions.iter().chain(OPERATORS).map(NativeDef::name);
    let mut names: Vec<&str> = functions.chain(MODULE.classes.iter().map(|c| c.name)).collect();
    names.sort_unstable();
    List::new(names.into_iter().map(Value::from).collect()).into_value()
}

fn check_sequence(vm: &Vm, value: &Value) -> VmResult<()> {
    if vm.has_slot(value, SpecialMethod::GetItem) {
        return Ok(());
    }
    let class = vm.class_ref(value).message_name();
    Err(vm.type_error(format!("'{class}' object can't be concatenated")))
}

fn concat(vm: &Vm, a: Args<'_>) -> VmResult {
    check_sequence(vm, &a[0])?;
    vm.binary(BinaryOp::Add, &a[0], &a[1])
}

fn iconcat(vm: &Vm, a: Args<'_>) -> VmResult {
    check_sequence(vm, &a[0])?;
    vm.in_place(BinaryOp::Add, &a[0], &a[1])
}

fn count_of(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut count = 0;
    let items = in_argument(vm, &a[0])?;
    while let Some(item) = vm.next(&items)? {
        count += i64::from(vm.eq(&item, &a[1])?);
    }
    Ok(Value::from(count))
}

/// The iterator of an argument that is searched.
fn in_argument(vm: &Vm, argument: &Value) -> VmResult {
    vm.iter(argument).map_err(|raised| match vm.is_exception(&raised, Exc::TypeError) {
        true => {
            let class = vm.class_ref(argument).message_name();
            vm.type_error(format!("argument of type '{class}' is not iterable"))
        }
        false => raised,
    })
}

fn index_of(vm: &Vm, a: Args<'_>) -> VmResult {
    let items = in_argument(vm, &a[0])?;
    let mut index = 0i64;
    while let Some(item) = vm.next(&items)? {
        if vm.eq(&item, &a[1])? {
            return Ok(Value::from(index));
        }
        index += 1;
    }
    Err(vm.value_error("sequence.index(x): x not in sequence"))
}

fn length_hint(vm: &Vm, a: Args<'_>) -> VmResult {
    let default = a.opt(1).cloned().unwrap_or(Value::small_int(0));
    if !int::is_int(&default) {
        let class = vm.class_ref(&default).message_name();
        return Err(vm.type_error(format!("'{class}' object cannot be interpreted as an integer")));
    }
    Ok(vm.length_hint(&a[0])?.map_or(default, Value::from))
}

fn call(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.call_with(&a[0], a.rest(), a.keywords())
}

fn set_item(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.set_item(&a[0], &a[1], a[2].clone())?;
    Ok(Value::NONE)
}

fn delete_item(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.delete_item(&a[0], &a[1])?;
    Ok(Value::NONE)
}

fn abs(vm: &Vm, a: Args<'_>) -> VmResult {
    super::builtins::abs(vm, &a[0])
}

/// Functions that are known as `__name__` too.
static OPERATORS: &[NativeDef] = &[
    NativeDef::new("abs(a, /)", "Same as abs(a).", abs),
    binary!("add(a, b, /)", "Same as a + b.", Add),
    binary!("and_(a, b, /)", "Same as a & b.", BitAnd),
    NativeDef::new("call(obj, /, *args, **kwargs)", "Same as obj(*args, **kwargs).", call),
    NativeDef::new("concat(a, b, /)", "Same as a + b, for a and b sequences.", concat),
    NativeDef::new("contains(a, b, /)", "Same as b in a (note reversed operands).", |vm, a| {
        vm.contains(&a[0], &a[1]).map(Value::bool)
    }),
    NativeDef::new("delitem(a, b, /)", "Same as del a[b].", delete_item),
    comparison!("eq(a, b, /)", "Same as a == b.", Eq),
    binary!("floordiv(a, b, /)", "Same as a // b.", FloorDiv),
    comparison!("ge(a, b, /)", "Same as a >= b.", Ge),
    NativeDef::new("getitem(a, b, /)", "Same as a[b].", |vm, a| vm.get_item(&a[0], &a[1])),
    comparison!("gt(a, b, /)", "Same as a > b.", Gt),
    in_place!("iadd(a, b, /)", "Same as a += b.", Add),
    in_place!("iand(a, b, /)", "Same as a &= b.", BitAnd),
    NativeDef::new("iconcat(a, b, /)", "Same as a += b, for a and b sequences.", iconcat),
    in_place!("ifloordiv(a, b, /)", "Same as a //= b.", FloorDiv),
    in_place!("ilshift(a, b, /)", "Same as a <<= b.", LShift),
    in_place!("imatmul(a, b, /)", "Same as a @= b.", MatMul),
    in_place!("imod(a, b, /)", "Same as a %= b.", Mod),
    in_place!("imul(a, b, /)", "Same as a *= b.", Mul),
    NativeDef::new("index(a, /)", "Same as a.__index__()", |vm, a| vm.index(&a[0])),
    NativeDef::new("inv(a, /)", "Same as ~a.", |vm, a| vm.invert(&a[0])),
    NativeDef::new("invert(a, /)", "Same as ~a.", |vm, a| vm.invert(&a[0])),
    in_place!("ior(a, b, /)", "Same as a |= b.", BitOr),
    in_place!("ipow(a, b, /)", "Same as a **= b.", Pow),
    in_place!("irshift(a, b, /)", "Same as a >>= b.", RShift),
    in_place!("isub(a, b, /)", "Same as a -= b.", Sub),
    in_place!("itruediv(a, b, /)", "Same as a /= b.", TrueDiv),
    in_place!("ixor(a, b, /)", "Same as a ^= b.", BitXor),
    comparison!("le(a, b, /)", "Same as a <= b.", Le),
    binary!("lshift(a, b, /)", "Same as a << b.", LShift),
    comparison!("lt(a, b, /)", "Same as a < b.", Lt),
    binary!("matmul(a, b, /)", "Same as a @ b.", MatMul),
    binary!("mod(a, b, /)", "Same as a % b.", Mod),
    binary!("mul(a, b, /)", "Same as a * b.", Mul),
    comparison!("ne(a, b, /)", "Same as a != b.", Ne),
    NativeDef::new("neg(a, /)", "Same as -a.", |vm, a| vm.negate(&a[0])),
    NativeDef::new("not_(a, /)", "Same as not a.", |vm, a| Ok(Value::bool(!vm.truthy(&a[0])?))),
    binary!("or_(a, b, /)", "Same as a | b.", BitOr),
    NativeDef::new("pos(a, /)", "Same as +a.", |vm, a| vm.plus(&a[0])),
    binary!("pow(a, b, /)", "Same as a ** b.", Pow),
    binary!("rshift(a, b, /)", "Same as a >> b.", RShift),
    NativeDef::new("setitem(a, b, c, /)", "Same as a[b] = c.", set_item),
    binary!("sub(a, b, /)", "Same as a - b.", Sub),
    binary!("truediv(a, b, /)", "Same as a / b.", TrueDiv),
    binary!("xor(a, b, /)", "Same as a ^ b.", BitXor),
];

/// Compares secrets in a time that does not depend on where they differ.
fn compare_digest(vm: &Vm, a: Args<'_>) -> VmResult {
    let same = |x: &[u8], y: &[u8]| {
        x.len() == y.len() && x.iter().zip(y).fold(0, |bits, (x, y)| bits | (x ^ y)) == 0
    };
    if let (Some(x), Some(y)) = (a[0].get::<Str>(), a[1].get::<Str>()) {
        if !x.is_ascii() || !y.is_ascii() {
            let message = "comparing strings with non-ASCII characters is not supported";
            return Err(vm.type_error(message));
        }
        return Ok(Value::bool(same(x.as_str().as_bytes(), y.as_str().as_bytes())));
    }
    if !is_buffer(&a[0]) && !is_buffer(&a[1]) {
        let class = |i: usize| vm.class_ref(a.at(i)).message_name();
        return Err(vm.type_error(format!(
            "unsupported operand types(s) or combination of types: '{}' and '{}'",
            class(0),
            class(1)
        )));
    }
    Ok(Value::bool(same(&require(vm, a.at(0))?, &require(vm, a.at(1))?)))
}

/// `_operator`
pub static NATIVE: ModuleDef = ModuleDef {
    name: "_operator",
    doc: "Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.",
    functions: &[NativeDef::new(
        "_compare_digest(a, b, /)",
        "Return 'a == b'.\n\nThis function uses an approach designed to prevent\ntiming analysis, making it appropriate for cryptography.",
        compare_digest,
    )],
    source: "from operator import *\n",
    ..ModuleDef::BASE
};

/// `operator`
pub static MODULE: ModuleDef = ModuleDef {
    name: "operator",
    doc: "Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.",
    functions: &[
        NativeDef::new(
            "countOf(a, b, /)",
            "Return the number of items in a which are, or which equal, b.",
            count_of,
        ),
        NativeDef::new("indexOf(a, b, /)", "Return the first index of b in a.", index_of),
        NativeDef::new("is_(a, b, /)", "Same as a is b.", |_, a| Ok(Value::bool(a[0].is(&a[1])))),
        NativeDef::new("is_not(a, b, /)", "Same as a is not b.", |_, a| {
            Ok(Value::bool(!a[0].is(&a[1])))
        }),
        NativeDef::new(
            "length_hint(obj, default=0, /)",
            "Return an estimate of the number of items in obj.",
            length_hint,
        ),
        NativeDef::new("truth(a, /)", "Return True if a is true, False otherwise.", |vm, a| {
            vm.truthy(&a[0]).map(Value::bool)
        }),
    ],
    classes: &[&getters::ATTRGETTER, &getters::ITEMGETTER, &getters::METHODCALLER],
    constants: &[("__all__", public_names)],
    init: Some(|_, module| {
        for def in OPERATORS {
            let function = NativeFunction::new(def, "operator").into_value();
            let name = def.name();
            module.dict.set_text(&format!("__{}__", name.trim_end_matches('_')), function.clone());
            module.dict.set_text(name, function);
        }
        Ok(())
    }),
    ..ModuleDef::BASE
};
