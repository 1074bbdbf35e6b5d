//! `tzinfo` and `timezone`

use super::common::{IMMUTABLE_NEW, show_offset};
use super::delta::{Delta, shown_class};
use super::local;
use super::moment::{self, Moment};
use crate::bytecode::Comparison;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::scalar::class_argument;
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use std::cell::OnceCell;

/// The data of a `tzinfo`, from which programs derive classes.
struct TzInfo;

impl NativeObject for TzInfo {}

/// The data of a `timezone`.
struct Fixed {
    offset: Delta,
    /// Its name; unset if none was given.
    name: Value,
}

impl NativeObject for Fixed {}

/// Whether a value is a `tzinfo`.
pub fn is_zone(vm: &Vm, value: &Value) -> bool {
    value.native::<Fixed>().is_some() || vm.is_instance_of(value, &vm.class_for(&TZINFO))
}

/// A `timezone` with this offset, which is less than a day.
pub fn fixed(vm: &Vm, offset: Delta, name: Option<Value>) -> Value {
    if offset.is_zero() && name.is_none() {
        return utc(vm);
    }
    make(vm, offset, name.unwrap_or(Value::UNSET))
}

fn make(vm: &Vm, offset: Delta, name: Value) -> Value {
    Native::new(&vm.class_for(&TIMEZONE), Fixed { offset, name }).into_value()
}

#[derive(Default)]
struct Utc(OnceCell<Value>);

/// `timezone.utc`
pub fn utc(vm: &Vm) -> Value {
    let utc = vm.extension::<Utc>();
    utc.0.get_or_init(|| make(vm, Delta::default(), Value::UNSET)).clone()
}

/// The zone of local time at seconds since 1970.
pub fn local(vm: &Vm, seconds: i64) -> Value {
    let local = local::offset_at(vm, seconds);
    make(vm, Delta::from_seconds(local.seconds), local.name.as_str().into())
}

/// Calls a zone's `utcoffset` or `dst` for a moment, which is None for times of day.
///
/// # Errors
/// Any exception raised by the zone; TypeError and ValueError if the result is not an offset of
/// less than a day.
pub fn ask(vm: &Vm, zone: &Value, method: &str, moment: &Value) -> VmResult<Option<Delta>> {
    if zone.is_none() {
        return Ok(None);
    }
    if let Some(fixed) = zone.native::<Fixed>() {
        return Ok((method == "utcoffset").then_some(fixed.offset));
    }
    let offset = vm.call_method(zone, &intern(method), std::slice::from_ref(moment))?;
    if offset.is_none() {
        return Ok(None);
    }
    let Some(delta) = Delta::of(&offset) else {
        let shown = vm.class_ref(&offset).message_name();
        return Err(vm.type_error(format!(
            "tzinfo.{method}() must return None or timedelta, not '{shown}'"
        )));
    };
    if !delta.is_within_a_day() {
        return Err(vm.value_error(
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).",
        ));
    }
    Ok(Some(delta))
}

/// The name of a zone at a moment.
///
/// # Errors
/// Any exception raised by the zone; TypeError if the result is not a name.
pub fn name(vm: &Vm, zone: &Value, moment: &Value) -> VmResult {
    if zone.is_none() {
        return Ok(Value::NONE);
    }
    let name = vm.call_method(zone, &intern("tzname"), std::slice::from_ref(moment))?;
    if name.is_none() || name.get::<Str>().is_some() {
        return Ok(name);
    }
    let shown = vm.class_ref(&name).message_name();
    Err(vm.type_error(format!("tzinfo.tzname() must return None or a string, not '{shown}'")))
}

fn not_implemented(vm: &Vm, name: &str) -> VmResult {
    let message = format!("a tzinfo subclass must implement {name}()");
    Err(vm.error(Exc::NotImplementedError, message))
}

/// `tzinfo.fromutc(dt)`, through `utcoffset()` and `dst()`.
fn from_utc(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(moment) = a[1].native::<Moment>() else {
        return Err(vm.type_error("fromutc: argument must be a datetime"));
    };
    if !moment.zone.is(&a[0]) {
        return Err(vm.value_error("fromutc: dt.tzinfo is not self"));
    }
    let missing =
        |method: &str| vm.value_error(format!("fromutc: non-None {method}() result required"));
    let offset = ask(vm, &a[0], "utcoffset", &a[1])?.ok_or_else(|| missing("utcoffset"))?;
    let summer = ask(vm, &a[0], "dst", &a[1])?.ok_or_else(|| missing("dst"))?;
    let result = moment::plus(vm, &a[1], offset.minus(vm, summer)?)?;
    let Some(summer) = ask(vm, &a[0], "dst", &result)? else {
        return Err(vm.value_error("fromutc: tz.dst() gave inconsistent results; cannot convert"));
    };
    if summer.is_zero() { Ok(result) } else { moment::plus(vm, &result, summer) }
}

fn reduce(vm: &Vm, a: Args<'_>) -> VmResult {
    let arguments = match vm.find_attribute(&a[0], &intern("__getinitargs__"))? {
        Some(method) => vm.call(&method, &[])?,
        None => Tuple::empty().into_value(),
    };
    let state = vm.call_method(&a[0], &intern("__getstate__"), &[])?;
    let class = vm.class_of(&a[0]).into_value();
    Ok(Tuple::new([class, arguments, state]).into_value())
}

/// `tzinfo`
pub static TZINFO: ClassDef = ClassDef {
    name: "tzinfo",
    module: "datetime",
    doc: "Abstract base class for time zone info objects.",
    methods: &[
        NativeDef::static_method("__new__(cls, /, *args, **kwargs)", IMMUTABLE_NEW, |vm, a| {
            let made = Native::new(class_argument(a), TzInfo).into_value();
            vm.note_finalizer(&made);
            Ok(made)
        }),
        NativeDef::new("tzname(self, dt, /)", "datetime -> string name of time zone.", |vm, _| {
            not_implemented(vm, "tzname")
        }),
        NativeDef::new(
            "utcoffset(self, dt, /)",
            "datetime -> timedelta showing offset from UTC, negative values indicating West of UTC",
            |vm, _| not_implemented(vm, "utcoffset"),
        ),
        NativeDef::new("dst(self, dt, /)", "datetime -> DST offset as timedelta.", |vm, _| {
            not_implemented(vm, "dst")
        }),
        NativeDef::new(
            "fromutc(self, dt, /)",
            "datetime in UTC -> datetime in local time.",
            from_utc,
        ),
        NativeDef::new("__reduce__(self, /)", "-> (cls, state)", reduce),
    ],
    ..ClassDef::BASE
};

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(offset) = Delta::of(&a[1]) else {
        let shown = vm.argument_type(&a[1]);
        let message = format!("timezone() argument 1 must be datetime.timedelta, not {shown}");
        return Err(vm.type_error(message));
    };
    if let Some(name) = a.opt(2).filter(|name| name.get::<Str>().is_none()) {
        let shown = vm.argument_type(name);
        return Err(vm.type_error(format!("timezone() argument 2 must be str, not {shown}")));
    }
    check_offset(vm, offset)?;
    Ok(fixed(vm, offset, a.opt(2).cloned()))
}

/// # Errors
/// ValueError for an offset of a day or more.
pub fn check_offset(vm: &Vm, offset: Delta) -> VmResult<()> {
    if offset.is_within_a_day() {
        return Ok(());
    }
    let shown = vm.repr(&offset.into_value(vm))?;
    Err(vm.value_error(format!(
        "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {}.",
        shown.as_str()
    )))
}

fn this(value: &Value) -> &Fixed {
    value.native::<Fixed>().expect("the receiver was checked")
}

fn check_moment(vm: &Vm, a: Args<'_>, method: &str) -> VmResult<()> {
    if a[1].is_none() || a[1].native::<Moment>().is_some() {
        return Ok(());
    }
    let shown = vm.class_ref(&a[1]).message_name();
    Err(vm.type_error(format!(
        "{method}(dt) argument must be a datetime instance or None, not {shown}"
    )))
}

fn show(value: &Value) -> Value {
    let fixed = this(value);
    if !fixed.name.is_unset() {
        return fixed.name.clone();
    }
    if fixed.offset.is_zero() {
        return "UTC".into();
    }
    format!("UTC{}", show_offset(fixed.offset, ":")).into()
}

fn repr(vm: &Vm, value: &Value) -> VmResult {
    let fixed = this(value);
    if value.is(&utc(vm)) {
        return Ok("datetime.timezone.utc".into());
    }
    let offset = vm.repr(&fixed.offset.into_value(vm))?;
    let mut text = format!("{}({}", shown_class(vm, value), offset.as_str());
    if !fixed.name.is_unset() {
        text += &format!(", {}", vm.repr(&fixed.name)?.as_str());
    }
    Ok((text + ")").into())
}

fn compare(_: &Vm, left: &Value, right: &Value, op: Comparison) -> VmResult {
    Ok(match right.native::<Fixed>() {
        Some(other) => Value::bool((this(left).offset == other.offset) == (op == Comparison::Eq)),
        None => Value::NOT_IMPLEMENTED,
    })
}

fn from_utc_fixed(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(moment) = a[1].native::<Moment>() else {
        return Err(vm.type_error("fromutc: argument must be a datetime"));
    };
    if !moment.zone.is(&a[0]) {
        return Err(vm.value_error("fromutc: dt.tzinfo is not self"));
    }
    moment::plus(vm, &a[1], this(&a[0]).offset)
}

/// Sets `utc`, `min` and `max`.
pub fn add_limits(vm: &Vm) {
    let class = vm.class_for(&TIMEZONE);
    let limit = 23 * 3600 + 59 * 60;
    class.set(&intern("utc"), utc(vm));
    class.set(&intern("min"), fixed(vm, Delta::from_seconds(-limit), None));
    class.set(&intern("max"), fixed(vm, Delta::from_seconds(limit), None));
}

/// `timezone`
pub static TIMEZONE: ClassDef = ClassDef {
    name: "timezone",
    module: "datetime",
    doc: "Fixed offset from UTC implementation of tzinfo.",
    base: Some(&TZINFO),
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls, offset, name=None)", IMMUTABLE_NEW, new),
        NativeDef::unary(SpecialMethod::Repr, repr),
        NativeDef::unary(SpecialMethod::Str, |_, value| Ok(show(value))),
        NativeDef::hash(|_, value| Ok(this(value).offset.hash() as u64)),
        NativeDef::compare(Comparison::Eq, compare),
        NativeDef::compare(Comparison::Ne, compare),
        NativeDef::new(
            "tzname(self, dt, /)",
            "If name is specified when timezone is created, returns the name.  Otherwise returns offset as 'UTC(+|-)HH:MM'.",
            |vm, a| check_moment(vm, a, "tzname").map(|()| show(&a[0])),
        ),
        NativeDef::new("utcoffset(self, dt, /)", "Return fixed offset.", |vm, a| {
            check_moment(vm, a, "utcoffset").map(|()| this(&a[0]).offset.into_value(vm))
        }),
        NativeDef::new("dst(self, dt, /)", "Return None.", |vm, a| {
            check_moment(vm, a, "dst").map(|()| Value::NONE)
        }),
        NativeDef::new(
            "fromutc(self, dt, /)",
            "datetime in UTC -> datetime in local time.",
            from_utc_fixed,
        ),
        NativeDef::new("__getinitargs__(self, /)", "pickle support", |vm, a| {
            let fixed = this(&a[0]);
            let mut arguments = vec![fixed.offset.into_value(vm)];
            arguments.extend(Some(fixed.name.clone()).filter(|name| !name.is_unset()));
            Ok(Tuple::new(arguments).into_value())
        }),
    ],
    ..ClassDef::BASE
};
