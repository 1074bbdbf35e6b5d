//! `time`

use super::common::{
    Clock, Day, IMMUTABLE_NEW, fold_argument, format, format_method, hash_state, number, numbers,
    optional_delta, pickled_state, receiver, reduce_methods, reduced, show_offset, text_argument,
    time_properties, zone_argument,
};
use super::date::invalid_iso;
use super::delta::{Delta, shown_class};
use super::zone;
use crate::bytecode::Comparison;
use crate::objects::class::Class;
use crate::objects::native::{
    Args, ClassDef, Native, NativeDef, NativeObject, keyword_names, tables,
};
use crate::objects::scalar::class_argument;
use crate::objects::sequence::holds;
use crate::objects::special::SpecialMethod;
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::text::calendar::{self, IsoTime};
use crate::vm::{Vm, VmResult};

/// The data of a `time`.
pub struct Time {
    pub clock: Clock,
    /// Its zone, or None.
    pub zone: Value,
    /// Whether it is the second of two equal times of a day.
    pub fold: bool,
}

impl NativeObject for Time {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.zone);
    }
}

fn this(value: &Value) -> &Time {
    value.native::<Time>().expect("the receiver was checked")
}

/// A plain `time` object.
pub fn plain(vm: &Vm, clock: Clock, zone: Value, fold: bool) -> Value {
    Native::new(&vm.class_for(&CLASS), Time { clock, zone, fold }).into_value()
}

/// A `time` object of a class: one of the program's is called.
fn make(vm: &Vm, class: &Ref<Class>, clock: Clock, zone: Value, fold: bool) -> VmResult {
    if class.is(&vm.class_for(&CLASS)) {
        return Ok(plain(vm, clock, zone, fold));
    }
    let mut arguments: Vec<Value> = clock.numbers().map(Value::small_int).to_vec();
    arguments.push(zone);
    if !fold {
        return vm.call(class.as_value(), &arguments);
    }
    arguments.push(Value::small_int(1));
    vm.call_keywords(class.as_value(), &arguments, keyword_names(&["fold"]).items())
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(a);
    let time = match a.opt(1).and_then(pickled_state) {
        Some([hour, minute, second, m1, m2, m3]) if hour & 0x7F < 24 => {
            let micro = u32::from_be_bytes([0, m1, m2, m3]);
            let numbers = [(hour & 0x7F).into(), minute.into(), second.into(), micro.into()];
            let zone = match a.opt(2) {
                Some(zone) if !zone.is_none() && !zone::is_zone(vm, zone) => {
                    return Err(vm.type_error("bad tzinfo state arg"));
                }
                zone => zone.cloned().unwrap_or(Value::NONE),
            };
            Time { clock: Clock::new(vm, numbers)?, zone, fold: hour & 0x80 != 0 }
        }
        _ => {
            let numbers = numbers(vm, a, 1, [0; 4])?;
            let fold = fold_argument(vm, a.opt(6), false)?;
            let clock = Clock::new(vm, numbers)?;
            Time { clock, zone: zone_argument(vm, a.opt(5))?, fold }
        }
    };
    let made = Native::new(class, time).into_value();
    vm.note_finalizer(&made);
    Ok(made)
}

fn offset(vm: &Vm, time: &Time) -> VmResult<Option<Delta>> {
    zone::ask(vm, &time.zone, "utcoffset", &Value::NONE)
}

fn from_iso_format(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(text) = a[1].get::<crate::objects::str::Str>() else {
        return Err(vm.type_error("fromisoformat: argument must be str"));
    };
    let bytes = text.as_str().as_bytes();
    let parsed = calendar::parse_time(bytes.strip_prefix(b"T").unwrap_or(bytes));
    let IsoTime { fields, offset } = parsed.ok_or_else(|| invalid_iso(vm, &a[1]))?;
    let zone = zone_of(vm, offset)?;
    make(vm, receiver(vm, a)?, Clock::new(vm, fields)?, zone, false)
}

/// The `timezone` for an offset in ISO 8601 notation.
///
/// # Errors
/// ValueError for an offset of a day or more.
pub fn zone_of(vm: &Vm, offset: Option<(i64, i64)>) -> VmResult {
    let Some((seconds, micros)) = offset else { return Ok(Value::NONE) };
    let delta = Delta::from_micros(vm, i128::from(seconds) * 1_000_000 + i128::from(micros))?;
    zone::check_offset(vm, delta)?;
    Ok(zone::fixed(vm, delta, None))
}

fn replace(vm: &Vm, a: Args<'_>) -> VmResult {
    let time = this(&a[0]);
    let clock = Clock::new(vm, numbers(vm, a, 1, time.clock.numbers())?)?;
    let zone = match a.opt(5) {
        Some(zone) => zone_argument(vm, Some(zone))?,
        None => time.zone.clone(),
    };
    let fold = fold_argument(vm, a.opt(6), time.fold)?;
    make(vm, vm.class_ref(&a[0]), clock, zone, fold)
}

fn repr(vm: &Vm, value: &Value) -> VmResult {
    let time = this(value);
    let text = show_clock(time.clock);
    let (zone, fold) = (show_tail(vm, &time.zone, false)?, show_tail(vm, &Value::NONE, time.fold)?);
    Ok(format!("{}({text}{zone}{fold})", shown_class(vm, value)).into())
}

/// Hour and minute, and the other fields that are not 0, as in `repr()`.
pub fn show_clock(clock: Clock) -> String {
    let Clock { hour, minute, second, micro } = clock;
    match (second, micro) {
        (0, 0) => format!("{hour}, {minute}"),
        (_, 0) => format!("{hour}, {minute}, {second}"),
        _ => format!("{hour}, {minute}, {second}, {micro}"),
    }
}

/// The fold and the zone, as in `repr()`.
///
/// # Errors
/// Any exception raised by the zone's `__repr__`.
pub fn show_tail(vm: &Vm, zone: &Value, fold: bool) -> VmResult<String> {
    let mut text = String::new();
    if fold {
        text += ", fold=1";
    }
    if !zone.is_none() {
        text += &format!(", tzinfo={}", vm.repr(zone)?.as_str());
    }
    Ok(text)
}

fn hash(vm: &Vm, value: &Value) -> VmResult<u64> {
    let time = this(value);
    match offset(vm, &Time { fold: false, clock: time.clock, zone: time.zone.clone() })? {
        None => Ok(hash_state(&time.clock.state())),
        Some(offset) => {
            let micros = i128::from(time.clock.seconds()) * 1_000_000
                + i128::from(time.clock.micro)
                - offset.total_micros();
            Ok(Delta::from_micros(vm, micros)?.hash() as u64)
        }
    }
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: Comparison) -> VmResult {
    let (a, Some(b)) = (this(left), right.native::<Time>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if a.zone.is(&b.zone) {
        return Ok(Value::bool(holds(op, a.clock.cmp(&b.clock))));
    }
    let since = |time: &Time, offset: Delta| {
        (time.clock.seconds() - offset.total_seconds(), time.clock.micro)
    };
    let ordering = match (offset(vm, a)?, offset(vm, b)?) {
        (x, y) if x == y => a.clock.cmp(&b.clock),
        (Some(x), Some(y)) => since(a, x).cmp(&since(b, y)),
        _ => {
            return match op {
                Comparison::Eq => Ok(Value::FALSE),
                Comparison::Ne => Ok(Value::TRUE),
                _ => Err(vm.type_error("can't compare offset-naive and offset-aware times")),
            };
        }
    };
    Ok(Value::bool(holds(op, ordering)))
}

fn iso_format(vm: &Vm, a: Args<'_>) -> VmResult {
    let time = this(&a[0]);
    let mut text = time.clock.show(vm, a.opt(1))?;
    if let Some(offset) = offset(vm, time)? {
        text += &show_offset(offset, ":");
    }
    Ok(text.into())
}

fn strftime(vm: &Vm, a: Args<'_>) -> VmResult {
    let template = text_argument(vm, "strftime() argument 1", a.at(1))?;
    let day = Day { year: 1900, month: 1, day: 1 };
    format(vm, &a[0], template, day, this(&a[0]).clock).map(Value::from)
}

fn reduce(vm: &Vm, value: &Value, protocol: i64) -> VmResult {
    let time = this(value);
    let fold = (time.fold && protocol > 3).then_some(0);
    reduced(vm, value, time.clock.state().to_vec(), fold, &time.zone)
}

/// Sets `min`, `max` and `resolution`.
pub fn add_limits(vm: &Vm) {
    let class = vm.class_for(&CLASS);
    let last = Clock { hour: 23, minute: 59, second: 59, micro: 999_999 };
    class.set(&intern("min"), plain(vm, Clock::default(), Value::NONE, false));
    class.set(&intern("max"), plain(vm, last, Value::NONE, false));
    let resolution = Delta { micros: 1, ..Delta::default() };
    class.set(&intern("resolution"), resolution.into_value(vm));
}

/// `time`
pub static CLASS: ClassDef = ClassDef {
    name: "time",
    module: "datetime",
    doc: "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\nAll arguments are optional. tzinfo may be None, or an instance of\na tzinfo subclass. The remaining arguments may be ints.",
    methods: tables![
        &NativeDef::comparisons(compare),
        &[
            NativeDef::static_method(
                "__new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)",
                IMMUTABLE_NEW,
                new,
            ),
            NativeDef::unary(SpecialMethod::Repr, repr),
            NativeDef::unary(SpecialMethod::Str, |vm, value| {
                vm.call_method(value, &intern("isoformat"), &[])
            }),
            NativeDef::hash(hash),
            NativeDef::class(
                "fromisoformat(cls, string, /)",
                "string -> time from a string in ISO 8601 format",
                from_iso_format,
            ),
            NativeDef::new(
                "isoformat(self, /, timespec='auto')",
                "Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].",
                iso_format,
            ),
            NativeDef::new(
                "strftime(self, /, format)",
                "format -> strftime() style string.",
                strftime
            ),
            NativeDef::binary(SpecialMethod::Format, format_method)
                .with_doc("Formats self with strftime."),
            NativeDef::new("utcoffset(self, /)", "Return self.tzinfo.utcoffset(self).", |vm, a| {
                optional_delta(vm, offset(vm, this(&a[0]))?)
            }),
            NativeDef::new("dst(self, /)", "Return self.tzinfo.dst(self).", |vm, a| {
                optional_delta(vm, zone::ask(vm, &this(&a[0]).zone, "dst", &Value::NONE)?)
            }),
            NativeDef::new("tzname(self, /)", "Return self.tzinfo.tzname(self).", |vm, a| {
                zone::name(vm, &this(&a[0]).zone, &Value::NONE)
            }),
            NativeDef::new(
                "replace(self, /, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)",
                "Return time with new specified fields.",
                replace,
            ),
            NativeDef::new(
                "__replace__(self, /, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)",
                "The same as replace().",
                replace,
            ),
        ],
        reduce_methods!(reduce)
    ],
    properties: time_properties!(),
    ..ClassDef::BASE
};
