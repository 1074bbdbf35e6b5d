//! The classes and objects of the module in an interpreter: exceptions, the context variable, the
//! template contexts.

use super::context::{self, Context, Settings};
use super::number::{Number, Rounding, Rules, condition};
use super::{class as decimal_class, signal_dict};
use crate::event_loop::context as contexts;
use crate::event_loop::running;
use crate::modules::contextvars;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::native::{ClassDef, keyword_names};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value, kind};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::OnceCell;
use std::rc::Rc;

/// A signal: its name, and the conditions that it includes.
pub struct Signal {
    /// The name of the exception's class.
    pub name: &'static str,
    /// The conditions.
    pub conditions: u32,
    /// The base classes: signals by name, or built-in exceptions.
    bases: &'static [&'static str],
}

const fn signal(name: &'static str, conditions: u32, bases: &'static [&'static str]) -> Signal {
    Signal { name, conditions, bases }
}

/// The number of signals.
pub const SIGNAL_COUNT: usize = 9;

/// The signals, in the order of signal dicts.
pub static SIGNALS: [Signal; SIGNAL_COUNT] = [
    signal("InvalidOperation", condition::INVALID, &["DecimalException"]),
    signal("FloatOperation", condition::FLOAT_OPERATION, &["DecimalException", "TypeError"]),
    signal(
        "DivisionByZero",
        condition::DIVISION_BY_ZERO,
        &["DecimalException", "ZeroDivisionError"],
    ),
    signal("Overflow", condition::OVERFLOW, &["Inexact", "Rounded"]),
    signal("Underflow", condition::UNDERFLOW, &["Inexact", "Rounded", "Subnormal"]),
    signal("Subnormal", condition::SUBNORMAL, &["DecimalException"]),
    signal("Inexact", condition::INEXACT, &["DecimalException"]),
    signal("Rounded", condition::ROUNDED, &["DecimalException"]),
    signal("Clamped", condition::CLAMPED, &["DecimalException"]),
];

/// The conditions that are not separate signals, but cases of `InvalidOperation`.
static CASES: [Signal; 5] = [
    signal("InvalidOperation", condition::INVALID_OPERATION, &[]),
    signal("ConversionSyntax", condition::CONVERSION_SYNTAX, &["InvalidOperation"]),
    signal("DivisionImpossible", condition::DIVISION_IMPOSSIBLE, &["InvalidOperation"]),
    signal(
        "DivisionUndefined",
        condition::DIVISION_UNDEFINED,
        &["InvalidOperation", "ZeroDivisionError"],
    ),
    signal("InvalidContext", condition::INVALID_CONTEXT, &["InvalidOperation"]),
];

/// The traps of the default context.
const USUAL_TRAPS: u32 = condition::INVALID | condition::DIVISION_BY_ZERO | condition::OVERFLOW;

/// The classes and objects that are made when the module is first imported.
pub struct State {
    /// The class of numbers.
    pub decimal: Ref<Class>,
    /// The class of contexts.
    pub context: Ref<Class>,
    /// The class of signal dicts.
    pub signal_dict: Ref<Class>,
    /// The named tuple that `as_tuple` returns.
    pub tuple: Value,
    /// `numbers.Rational`
    pub rational: Value,
    /// The exceptions of [`SIGNALS`].
    pub signals: Vec<Value>,
    /// The exceptions of [`CASES`].
    cases: Vec<Value>,
    /// The base class of the exceptions.
    pub exception: Value,
    /// The context variable of the current context.
    variable: Value,
    /// `DefaultContext`, `BasicContext`, `ExtendedContext`
    pub templates: [Value; 3],
}

#[derive(Default)]
struct StateCell(OnceCell<Rc<State>>);

/// The module's state.
///
/// # Errors
/// Any exception raised while it is made.
#[inline]
pub fn state(vm: &Vm) -> VmResult<Rc<State>> {
    let cell = vm.extension::<StateCell>();
    match cell.0.get() {
        Some(state) => Ok(state.clone()),
        None => make(vm).map(|state| cell.0.get_or_init(|| Rc::new(state)).clone()),
    }
}

/// Derives a class by calling `type`, or the metaclass of its bases.
fn derived(vm: &Vm, name: &str, bases: Vec<Value>, module: &str) -> VmResult {
    let namespace = Dict::new();
    namespace.set_text("__module__", module);
    let metaclass = bases.last().map_or(Value::NONE, |base| vm.class_of(base).into_value());
    vm.call(&metaclass, &[name.into(), Tuple::new(bases).into_value(), namespace.into_value()])
}

fn make_exceptions(vm: &Vm) -> VmResult<(Value, Vec<Value>, Vec<Value>)> {
    let builtins = vm.import_module("builtins")?;
    let builtin = |name: &str| vm.get_attribute(&builtins, &intern(name));
    let root = derived(vm, "DecimalException", vec![builtin("ArithmeticError")?], "decimal")?;
    let mut made: Vec<(&str, Value)> = vec![("DecimalException", root.clone())];
    // Bases first: the signals in reverse, then the cases of the first.
    for signal in SIGNALS.iter().rev().chain(&CASES[1..]) {
        let known = |name: &str| made.iter().find(|(known, _)| *known == name);
        let bases = signal.bases.iter().map(|base| match known(base) {
            Some((_, class)) => Ok(class.clone()),
            None => builtin(base),
        });
        let class = derived(vm, signal.name, bases.collect::<VmResult<_>>()?, "decimal")?;
        made.push((signal.name, class));
    }
    let all = |signals: &[Signal]| -> Vec<Value> {
        let class = |signal: &Signal| {
            made.iter().find(|(name, _)| *name == signal.name).map(|(_, class)| class.clone())
        };
        signals.iter().filter_map(class).collect()
    };
    Ok((root, all(&SIGNALS), all(&CASES)))
}

fn make(vm: &Vm) -> VmResult<State> {
    // Numbers are made with their class, which is in the state.
    kind::register::<Number>();
    let (exception, signals, cases) = make_exceptions(vm)?;
    let class = |def: &'static ClassDef| vm.class_for(def);
    let (decimal, context) = (class(&decimal_class::CLASS), class(&context::CLASS));
    let numbers = vm.import_module("numbers")?;
    let number = vm.get_attribute(&numbers, &intern("Number"))?;
    vm.call_method(&number, &intern("register"), &[decimal.as_value().clone()])?;
    let abcs = vm.import_module("collections.abc")?;
    let mapping = vm.get_attribute(&abcs, &intern("MutableMapping"))?;
    let mixin = class(&signal_dict::CLASS).into_value();
    let signal_dict = derived(vm, "SignalDict", vec![mixin, mapping], "abc")?;
    let signal_dict =
        signal_dict.into_ref::<Class>().map_err(|_| vm.runtime_error("SignalDict is no class"))?;
    let collections = vm.import_module("collections")?;
    let named_tuple = vm.get_attribute(&collections, &intern("namedtuple"))?;
    let tuple = vm.call_keywords(
        &named_tuple,
        &["DecimalTuple".into(), "sign digits exponent".into(), "decimal".into()],
        keyword_names(&["module"]).items(),
    )?;
    let variable = class(&contextvars::CONTEXT_VAR).into_value();
    let variable = vm.call(&variable, &["decimal_context".into()])?;
    let template = |precision, rounding, traps| {
        let rules = Rules { precision, rounding, emax: 999_999, emin: -999_999, clamp: false };
        let settings = Settings { rules, capitals: true, traps, status: 0 };
        Context::new(&context, settings)
    };
    let basic = condition::CLAMPED | condition::UNDERFLOW | USUAL_TRAPS;
    let templates = [
        template(28, Rounding::HalfEven, USUAL_TRAPS),
        template(9, Rounding::HalfUp, basic),
        template(9, Rounding::HalfEven, 0),
    ];
    let rational = vm.get_attribute(&numbers, &intern("Rational"))?;
    Ok(State {
        decimal,
        context,
        signal_dict,
        tuple,
        rational,
        signals,
        cases,
        exception,
        variable,
        templates,
    })
}

impl State {
    /// The exceptions with their names.
    pub fn exceptions(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        let signals = SIGNALS.iter().zip(&self.signals);
        let cases = CASES.iter().zip(&self.cases).skip(1);
        signals.chain(cases).map(|(signal, class)| (signal.name, class))
    }

    /// The exception for conditions that are trapped.
    #[cold]
    fn trapped(&self, vm: &Vm, conditions: u32) -> Raised {
        let matching = |signals: &'static [Signal], classes: &[Value]| -> Vec<Value> {
            let pairs = signals.iter().zip(classes);
            pairs
                .filter(|(signal, _)| signal.conditions & conditions != 0)
                .map(|(_, class)| class.clone())
                .collect()
        };
        let signals = matching(&SIGNALS, &self.signals);
        let mut reasons = matching(&CASES, &self.cases);
        reasons.extend(matching(&SIGNALS[1..], &self.signals[1..]));
        let made = match signals.first() {
            Some(class) => vm.call(class, &[List::new(reasons).into_value()]),
            None => Ok(Value::NONE),
        };
        vm.raised_by(made, || vm.runtime_error("invalid error flag"))
    }

    /// The current context, created if there is none yet.
    ///
    /// # Errors
    /// Same as [`state`].
    pub fn current(&self, vm: &Vm) -> VmResult {
        let current = running(vm).context.get();
        if let Some(known) =
            current.native::<contexts::Context>().and_then(|c| c.get(&self.variable))
        {
            return Ok(known);
        }
        let fresh = self.fresh(&self.templates[0])?;
        self.set_current(vm, fresh.clone());
        Ok(fresh)
    }

    /// Makes a context the current one.
    pub fn set_current(&self, vm: &Vm, context: Value) {
        let current = contexts::current(vm, running(vm));
        if let Some(variables) = current.native::<contexts::Context>() {
            drop(variables.set(&self.variable, context));
        }
    }

    /// A copy without flags.
    ///
    /// # Errors
    /// None so far.
    pub fn fresh(&self, context: &Value) -> VmResult {
        let settings = match context.native::<Context>() {
            Some(context) => Settings { status: 0, ..context.settings() },
            None => return Ok(context.clone()),
        };
        Ok(Context::new(&self.context, settings))
    }
}

impl Context {
    /// Notes conditions, and raises those that are trapped.
    ///
    /// # Errors
    /// The exception of a signal.
    #[inline]
    pub fn note(&self, vm: &Vm, conditions: u32) -> VmResult<()> {
        if conditions == 0 {
            return Ok(());
        }
        self.status.set(self.status.get() | conditions);
        match self.traps.get() & conditions {
            0 => Ok(()),
            trapped => Err(state(vm)?.trapped(vm, trapped)),
        }
    }
}
