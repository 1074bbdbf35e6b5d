//! `Context`: precision, limits, rounding, traps and flags.

use super::class::{self, Operand};
use super::number::{Arithmetic, MAX_EMAX, MAX_PREC, MIN_EMIN, Number, Rounding, Rules};
use super::operations::CONTEXT_OPERATIONS;
use super::signal_dict;
use super::state::state;
use crate::objects::class::Class;
use crate::objects::int::{is_int, to_i64};
use crate::objects::list::List;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef, join};
use crate::objects::scalar;
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Slot, Value};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::Cell;
use std::rc::Rc;

/// The data of a context.
pub struct Context {
    /// The settings of arithmetic.
    pub rules: Cell<Rules>,
    /// Whether exponents are shown with a capital E.
    pub capitals: Cell<bool>,
    /// The conditions that raise exceptions.
    pub traps: Rc<Cell<u32>>,
    /// The conditions so far.
    pub status: Rc<Cell<u32>>,
    trap_dict: Slot,
    flag_dict: Slot,
}

/// All of a context.
#[derive(Clone, Copy)]
pub struct Settings {
    /// See [`Context`], like the others.
    pub rules: Rules,
    /// Whether exponents are shown with a capital E.
    pub capitals: bool,
    /// The conditions that raise exceptions.
    pub traps: u32,
    /// The conditions so far.
    pub status: u32,
}

impl NativeObject for Context {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.trap_dict.get());
        visit(&self.flag_dict.get());
    }
}

impl Context {
    /// A context object.
    pub fn new(class: &Ref<Class>, settings: Settings) -> Value {
        let Settings { rules, capitals, traps, status } = settings;
        let data = Context {
            rules: Cell::new(rules),
            capitals: Cell::new(capitals),
            traps: Rc::new(Cell::new(traps)),
            status: Rc::new(Cell::new(status)),
            trap_dict: Slot::default(),
            flag_dict: Slot::default(),
        };
        Native::new(class, data).ends_unnoticed().into_value()
    }

    /// All of it.
    pub fn settings(&self) -> Settings {
        Settings {
            rules: self.rules.get(),
            capitals: self.capitals.get(),
            traps: self.traps.get(),
            status: self.status.get(),
        }
    }

    /// The result of arithmetic under this context.
    ///
    /// # Errors
    /// Any exception raised by `work`; the exception of a signal that is trapped.
    #[inline]
    pub fn run<T>(
        &self,
        vm: &Vm,
        work: impl FnOnce(&mut Arithmetic<'_>) -> VmResult<T>,
    ) -> VmResult<T> {
        let mut arithmetic = Arithmetic::new(vm, self.rules.get());
        let result = work(&mut arithmetic)?;
        self.note(vm, arithmetic.status)?;
        Ok(result)
    }
}

/// The rounding mode that a value names.
///
/// # Errors
/// TypeError.
pub fn rounding_of(vm: &Vm, value: &Value) -> VmResult<Rounding> {
    let name = value.get::<Str>();
    let known = name.and_then(|name| {
        Rounding::ALL.iter().find(|(_, known)| *known == name.as_str()).map(|(mode, _)| *mode)
    });
    known.ok_or_else(|| {
        vm.type_error(
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]",
        )
    })
}

fn number_setting(vm: &Vm, value: &Value) -> VmResult<i64> {
    if !is_int(value) {
        return Err(vm.type_error("an integer is required"));
    }
    to_i64(value).ok_or_else(|| vm.overflow_error("Python int too large to convert to C ssize_t"))
}

/// A setting by the name of its attribute.
///
/// # Errors
/// TypeError, ValueError, KeyError for values that do not fit.
pub fn set(vm: &Vm, context: &Context, name: &str, value: &Value) -> VmResult<()> {
    let mut rules = context.rules.get();
    let ranged = |range: std::ops::RangeInclusive<i64>, shown: &str| {
        let number = number_setting(vm, value)?;
        if range.contains(&number) {
            return Ok(number);
        }
        Err(vm.value_error(match range.contains(&1) && range.end() == &1 {
            true => format!("valid values for {name} are 0 or 1"),
            false => format!("valid range for {name} is {shown}"),
        }))
    };
    match name {
        "prec" => {
            rules.precision = ranged(1..=MAX_PREC, "[1, MAX_PREC]")?.unsigned_abs();
        }
        "Emin" => rules.emin = ranged(MIN_EMIN..=0, "[MIN_EMIN, 0]")?,
        "Emax" => rules.emax = ranged(0..=MAX_EMAX, "[0, MAX_EMAX]")?,
        "clamp" => rules.clamp = ranged(0..=1, "")? == 1,
        "capitals" => context.capitals.set(ranged(0..=1, "")? == 1),
        "rounding" => rules.rounding = rounding_of(vm, value)?,
        "traps" => context.traps.set(signal_dict::bits_of(vm, value)?),
        _ => context.status.set(signal_dict::bits_of(vm, value)?),
    }
    context.rules.set(rules);
    Ok(())
}

fn get(vm: &Vm, context: &Context, name: &str) -> VmResult {
    let rules = context.rules.get();
    let dict = |slot: &Slot, bits: &Rc<Cell<u32>>| -> VmResult {
        if slot.is_unset() {
            slot.set(signal_dict::new(&state(vm)?.signal_dict, bits));
        }
        Ok(slot.get())
    };
    Ok(match name {
        "prec" => Value::from(rules.precision as i64),
        "Emin" => Value::from(rules.emin),
        "Emax" => Value::from(rules.emax),
        "clamp" => Value::small_int(rules.clamp.into()),
        "capitals" => Value::small_int(context.capitals.get().into()),
        "rounding" => intern(rules.rounding.name()).into_value(),
        "traps" => dict(&context.trap_dict, &context.traps)?,
        _ => dict(&context.flag_dict, &context.status)?,
    })
}

/// The names of the settings, in the order of the constructor's parameters.
pub const SETTINGS: [&str; 8] =
    ["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"];

/// Declares an attribute that is a setting.
macro_rules! setting {
    ($name:literal) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: |vm, this| get(vm, data(vm, this)?, $name),
            set: Some(|vm, this, value| {
                if value.is_unset() {
                    let message = "context attributes cannot be deleted".to_string();
                    return Err(vm.attribute_error(this, $name, message));
                }
                if value.get::<List>().is_some() {
                    return Err(vm.type_error("argument must be a signal dict"));
                }
                set(vm, data(vm, this)?, $name, &value)
            }),
        }
    };
}

/// The data of a context object.
///
/// # Errors
/// TypeError for other types.
pub fn data<'a>(vm: &Vm, value: &'a Value) -> VmResult<&'a Context> {
    value.native::<Context>().ok_or_else(|| no_context(vm))
}

#[cold]
fn no_context(vm: &Vm) -> Raised {
    vm.type_error("optional argument must be a context")
}

/// The context passed as an argument, or the current one.
///
/// # Errors
/// TypeError if the argument is not a context.
#[inline]
pub fn argument(vm: &Vm, value: Option<&Value>) -> VmResult {
    match value {
        None => state(vm)?.current(vm),
        Some(value) if value.native::<Context>().is_some() => Ok(value.clone()),
        Some(_) => Err(no_context(vm)),
    }
}

fn construct(vm: &Vm, a: Args<'_>) -> VmResult {
    let state = state(vm)?;
    let class = scalar::class_argument(a);
    let default = data(vm, &state.templates[0])?;
    let made = Context::new(class, Settings { capitals: true, ..default.settings() });
    vm.note_finalizer(&made);
    Ok(made)
}

/// Sets those of the arguments from `first` on that were passed.
///
/// # Errors
/// Same as [`set`].
pub fn set_all(vm: &Vm, context: &Context, a: Args<'_>, first: usize) -> VmResult<()> {
    for (i, name) in SETTINGS.into_iter().enumerate() {
        if let Some(value) = a.some(first + i) {
            set(vm, context, name, value)?;
        }
    }
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> VmResult {
    let Settings { rules, capitals, traps, status } = data(vm, this)?.settings();
    Ok(format!(
        "Context(prec={}, rounding={}, Emin={}, Emax={}, capitals={}, clamp={}, flags=[{}], traps=[{}])",
        rules.precision,
        rules.rounding.name(),
        rules.emin,
        rules.emax,
        u8::from(capitals),
        u8::from(rules.clamp),
        Context::signal_names(status),
        Context::signal_names(traps),
    )
    .into())
}

fn reduce(vm: &Vm, a: Args<'_>) -> VmResult {
    let context = a.data::<Context>();
    let mut parts = Vec::new();
    for name in &SETTINGS[..6] {
        parts.push(get(vm, context, name)?);
    }
    parts.push(Context::signals(vm, context.status.get())?);
    parts.push(Context::signals(vm, context.traps.get())?);
    let class = vm.class_of(&a[0]).into_value();
    Ok(Tuple::new([class, Tuple::new(parts).into_value()]).into_value())
}

fn copy(vm: &Vm, a: Args<'_>) -> VmResult {
    Ok(Context::new(&state(vm)?.context, a.data::<Context>().settings()))
}

/// The number in an operand of a context's method.
///
/// # Errors
/// TypeError.
fn operand<'a>(vm: &Vm, value: &'a Value) -> VmResult<Operand<'a>> {
    Operand::required(vm, value)
}

fn create(vm: &Vm, a: Args<'_>) -> VmResult {
    let context = a.data::<Context>();
    let number = match a.opt(1) {
        None => Number::zero(false, 0),
        Some(value) => match value.get::<Str>() {
            Some(text) => {
                let text = super::text::normalized(text.as_str(), false);
                context.run(vm, |arithmetic| arithmetic.read(&text))?
            }
            None => {
                let exact = class::unrounded(vm, context, value)?;
                if exact.is_nan() {
                    let room = context.rules.get().precision - u64::from(context.rules.get().clamp);
                    if !exact.coefficient.is_zero() && exact.coefficient.digits() > room {
                        context.note(vm, super::number::condition::CONVERSION_SYNTAX)?;
                        return class::make(vm, Number::nan());
                    }
                }
                context.run(vm, |arithmetic| arithmetic.finalized(exact))?
            }
        },
    };
    class::make(vm, number)
}

fn create_from_float(vm: &Vm, a: Args<'_>) -> VmResult {
    let exact = class::of_float_or_int(vm, &a[1])?;
    let number = a.data::<Context>().run(vm, |arithmetic| arithmetic.finalized(exact))?;
    class::make(vm, number)
}

fn power(vm: &Vm, a: Args<'_>) -> VmResult {
    let context = a.data::<Context>();
    let (base, exponent) = (operand(vm, &a[1])?, operand(vm, &a[2])?);
    let number = match a.some(3) {
        None => context.run(vm, |arithmetic| arithmetic.power(&base, &exponent))?,
        Some(modulus) => {
            let modulus = operand(vm, modulus)?;
            context.run(vm, |x| x.power_modulo(&base, &exponent, &modulus))?
        }
    };
    class::make(vm, number)
}

fn divmod(vm: &Vm, a: Args<'_>) -> VmResult {
    let (x, y) = (operand(vm, &a[1])?, operand(vm, &a[2])?);
    let (quotient, rest) = a.data::<Context>().run(vm, |arithmetic| arithmetic.divmod(&x, &y))?;
    Ok(Tuple::new([class::make(vm, quotient)?, class::make(vm, rest)?]).into_value())
}

fn check_is_number(vm: &Vm, value: &Value) -> VmResult<()> {
    match value.get::<Number>() {
        Some(_) => Ok(()),
        None => Err(vm.type_error("argument must be a Decimal")),
    }
}

const OTHERS: [NativeDef; 20] = [
    NativeDef::static_method(
        "__new__(cls, *args, **kwargs)",
        "Create and return a new object.  See help(type) for accurate signature.",
        construct,
    ),
    NativeDef::new(
        "__init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)",
        "Initialize self.  See help(type(self)) for accurate signature.",
        |vm, a| set_all(vm, a.data::<Context>(), a, 1).map(|()| Value::NONE),
    ),
    NativeDef::unary(SpecialMethod::Repr, repr),
    NativeDef::new("__reduce__(self, /)", "Return a class and its arguments.", reduce),
    NativeDef::new("__copy__(self, /)", "Return a copy of the context.", copy),
    NativeDef::new("copy(self, /)", "Return a copy of the context.", copy),
    NativeDef::new("clear_flags(self, /)", "Reset all flags to False.", |_, a| {
        a.data::<Context>().status.set(0);
        Ok(Value::NONE)
    }),
    NativeDef::new("clear_traps(self, /)", "Set all traps to False.", |_, a| {
        a.data::<Context>().traps.set(0);
        Ok(Value::NONE)
    }),
    NativeDef::new("Etiny(self, /)", "Return the smallest exponent of a result.", |_, a| {
        Ok(Value::from(a.data::<Context>().rules.get().etiny()))
    }),
    NativeDef::new(
        "Etop(self, /)",
        "Return the greatest exponent of a result with all digits.",
        |_, a| Ok(Value::from(a.data::<Context>().rules.get().etop())),
    ),
    NativeDef::new("radix(self, /)", "Return 10.", |vm, _| {
        class::make(vm, Number::new(false, 10.into(), 0))
    }),
    NativeDef::new("_apply(self, object, /)", "Round a number to the context.", |vm, a| {
        let x = operand(vm, &a[1])?.copied(vm)?;
        class::make(vm, a.data::<Context>().run(vm, |arithmetic| arithmetic.finalized(x))?)
    }),
    NativeDef::new(
        "create_decimal(self, num='0', /)",
        "Create a number from a string, int, float, tuple or number, rounded to the context.",
        create,
    ),
    NativeDef::new(
        "create_decimal_from_float(self, f, /)",
        "Create a number from a float, rounded to the context.",
        create_from_float,
    ),
    NativeDef::new("copy_decimal(self, x, /)", "Return a copy of x.", |vm, a| {
        class::make(vm, operand(vm, &a[1])?.copied(vm)?)
    }),
    NativeDef::new("canonical(self, x, /)", "Return x.", |vm, a| {
        check_is_number(vm, &a[1])?;
        Ok(a[1].clone())
    }),
    NativeDef::new("is_canonical(self, x, /)", "Return True.", |vm, a| {
        check_is_number(vm, &a[1])?;
        Ok(Value::bool(true))
    }),
    NativeDef::new("power(self, a, b, modulo=None)", "Compute a**b, or a**b % modulo.", power),
    NativeDef::new(
        "divmod(self, x, y, /)",
        "Return quotient and remainder of the division x / y.",
        divmod,
    ),
    NativeDef::new("fma(self, x, y, z, /)", "Return x multiplied by y, plus z.", |vm, a| {
        let (x, y, z) = (operand(vm, &a[1])?, operand(vm, &a[2])?, operand(vm, &a[3])?);
        let context = a.data::<Context>();
        class::make(vm, context.run(vm, |arithmetic| arithmetic.multiply_add(&x, &y, &z))?)
    }),
];

/// `decimal.Context`
pub static CLASS: ClassDef = ClassDef {
    name: "Context",
    module: "decimal",
    doc: "Settings of decimal arithmetic: precision, rounding, limits of exponents, traps and flags.",
    methods: &join::<{ OTHERS.len() + CONTEXT_OPERATIONS.len() }>(&[&OTHERS, &CONTEXT_OPERATIONS]),
    properties: &[
        setting!("prec"),
        setting!("rounding"),
        setting!("Emin"),
        setting!("Emax"),
        setting!("capitals"),
        setting!("clamp"),
        setting!("flags"),
        setting!("traps"),
    ],
    ..ClassDef::BASE
};
