//! `SignalDict`: a context's flags or traps as a mapping from signals to truth values.

use super::context::Context;
use super::state::{SIGNAL_COUNT, SIGNALS, state};
use crate::bytecode::Comparison;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::special::SpecialMethod;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::Cell;
use std::rc::Rc;

/// The data of a signal dict: the bits that it shares with its context. Those that a program makes
/// have none.
struct SignalDict(Option<Rc<Cell<u32>>>);

impl NativeObject for SignalDict {}

/// A mapping that shows and changes `bits`.
pub fn new(class: &Ref<Class>, bits: &Rc<Cell<u32>>) -> Value {
    Native::new(class, SignalDict(Some(bits.clone()))).into_value()
}

#[cold]
fn invalid(vm: &Vm) -> Raised {
    vm.value_error("invalid signal dict")
}

fn bits<'a>(vm: &Vm, value: &'a Value) -> VmResult<&'a Cell<u32>> {
    value.native::<SignalDict>().and_then(|dict| dict.0.as_deref()).ok_or_else(|| invalid(vm))
}

/// The conditions of a signal by its class, if it is one.
fn known(vm: &Vm, key: &Value) -> VmResult<Option<u32>> {
    let at = state(vm)?.signals.iter().position(|class| class.is(key));
    Ok(at.map(|at| SIGNALS[at].conditions))
}

/// The conditions of a signal by its class.
fn conditions(vm: &Vm, key: &Value) -> VmResult<u32> {
    known(vm, key)?.ok_or_else(|| {
        vm.key_error(
            "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]"
                .into(),
        )
    })
}

/// The bits given by a signal dict, or by a dict or list of signals.
///
/// # Errors
/// TypeError, KeyError.
pub fn bits_of(vm: &Vm, value: &Value) -> VmResult<u32> {
    if value.native::<SignalDict>().is_some() {
        return Ok(bits(vm, value)?.get());
    }
    if let Some(list) = value.get::<List>() {
        let mut all = 0;
        for item in list.to_vec() {
            all |= conditions(vm, &item)?;
        }
        return Ok(all);
    }
    let Some(dict) = value.get::<Dict>() else {
        return Err(vm.type_error("argument must be a signal dict"));
    };
    if dict.len() != SIGNAL_COUNT {
        return Err(vm.key_error("invalid signal dict".into()));
    }
    let mut all = 0;
    for (key, value) in dict.entries() {
        let Some(conditions) = known(vm, &key)? else {
            return Err(vm.key_error("invalid signal dict".into()));
        };
        if vm.truthy(&value)? {
            all |= conditions;
        }
    }
    Ok(all)
}

fn get_item(vm: &Vm, this: &Value, key: &Value) -> VmResult {
    let bits = bits(vm, this)?;
    Ok(Value::bool(bits.get() & conditions(vm, key)? != 0))
}

fn set_item(vm: &Vm, this: &Value, key: &Value, value: &Value) -> VmResult<()> {
    let bits = bits(vm, this)?;
    let conditions = conditions(vm, key)?;
    let is_set = vm.truthy(value)?;
    let others = bits.get() & !conditions;
    bits.set(if is_set { others | conditions } else { others });
    Ok(())
}

fn entries(vm: &Vm, this: &Value) -> VmResult<Vec<(Value, Value)>> {
    let bits = bits(vm, this)?.get();
    let state = state(vm)?;
    let pairs = SIGNALS.iter().zip(&state.signals);
    Ok(pairs
        .map(|(signal, class)| (class.clone(), Value::bool(bits & signal.conditions != 0)))
        .collect())
}

fn repr(vm: &Vm, this: &Value) -> VmResult {
    let entries = entries(vm, this)?;
    let shown = entries.iter().map(|(class, is_set)| {
        Ok(format!("{}:{}", vm.repr(class)?.as_str(), vm.repr(is_set)?.as_str()))
    });
    Ok(format!("{{{}}}", shown.collect::<VmResult<Vec<_>>>()?.join(", ")).into())
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let own = bits(vm, this)?.get();
    let is_dict = other.get::<Dict>().is_some() || other.native::<SignalDict>().is_some();
    let same = match op {
        Comparison::Eq | Comparison::Ne if is_dict => match bits_of(vm, other) {
            Ok(bits) => bits == own,
            Err(raised) if vm.ends_program(&raised) => return Err(raised),
            Err(_) => return Ok(Value::NOT_IMPLEMENTED),
        },
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(Value::bool(same == (op == Comparison::Eq)))
}

fn construct(_: &Vm, a: Args<'_>) -> VmResult {
    let class = crate::objects::scalar::class_argument(a);
    Ok(Native::new(class, SignalDict(None)).into_value())
}

/// The part of `SignalDict` that is not inherited from `MutableMapping`.
pub static CLASS: ClassDef = ClassDef {
    name: "SignalDictMixin",
    module: "decimal",
    methods: &[
        NativeDef::static_method("__new__(cls)", "Create and return a new object.", construct),
        NativeDef::unary(SpecialMethod::Repr, repr),
        NativeDef::length(|vm, this| bits(vm, this).map(|_| SIGNAL_COUNT)),
        NativeDef::binary(SpecialMethod::GetItem, get_item),
        NativeDef::store(SpecialMethod::SetItem, set_item),
        NativeDef::remove(SpecialMethod::DelItem, |vm, _, _| {
            Err(vm.value_error("signal keys cannot be deleted"))
        }),
        NativeDef::unary(SpecialMethod::Iter, |vm, this| {
            bits(vm, this)?;
            vm.iter(&Tuple::new(state(vm)?.signals.clone()).into_value())
        }),
        NativeDef::compare(Comparison::Eq, compare),
        NativeDef::compare(Comparison::Ne, compare),
        NativeDef::new("copy(self, /)", "Return the entries as a dict.", |vm, a| {
            let dict = Dict::new();
            for (key, value) in entries(vm, &a[0])? {
                dict.insert(vm, key, value)?;
            }
            Ok(dict.into_value())
        }),
    ],
    ..ClassDef::BASE
};

impl Context {
    /// The classes of the signals whose bits are set.
    ///
    /// # Errors
    /// Same as [`state`].
    pub fn signals(vm: &Vm, bits: u32) -> VmResult<Value> {
        let state = state(vm)?;
        let pairs = SIGNALS.iter().zip(&state.signals);
        let set = pairs.filter(|(signal, _)| bits & signal.conditions != 0);
        Ok(List::new(set.map(|(_, class)| class.clone()).collect()).into_value())
    }

    /// The names of the signals whose bits are set, in the order of libmpdec's bits.
    pub fn signal_names(bits: u32) -> String {
        const ORDER: [usize; SIGNAL_COUNT] = [8, 0, 2, 6, 1, 3, 7, 5, 4];
        let signals = ORDER.iter().map(|at| &SIGNALS[*at]);
        let names = signals.filter(|signal| bits & signal.conditions != 0).map(|s| s.name);
        names.collect::<Vec<_>>().join(", ")
    }
}
