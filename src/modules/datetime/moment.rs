//! `datetime`

use super::common::{
    Clock, Day, IMMUTABLE_NEW, fold_argument, format, hash_state, number, numbers, optional_delta,
    pickled_state, receiver, reduce_methods, reduced, show_offset, text_argument, time_properties,
    zone_argument,
};
use super::date::{self, check_given, ctime, day_of, invalid_iso};
use super::delta::{Delta, days_and_rest, shown_class};
use super::time_of_day::{self, Time, show_clock, show_tail, zone_of};
use super::{local, zone};
use crate::bytecode::Comparison;
use crate::diagnostics::warnings;
use crate::objects::class::Class;
use crate::objects::exception::Exc;
use crate::objects::native::{
    Args, ClassDef, Native, NativeDef, NativeObject, keyword_names, tables,
};
use crate::objects::scalar::class_argument;
use crate::objects::sequence::holds;
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern};
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::text::calendar::{self, IsoTime};
use crate::vm::{Vm, VmResult};

/// The data of a `datetime`.
#[derive(Clone)]
pub struct Moment {
    /// The date.
    pub day: Day,
    /// The time of day.
    pub clock: Clock,
    /// The zone, or None.
    pub zone: Value,
    /// Whether it is the second of two identical times.
    pub fold: bool,
}

impl NativeObject for Moment {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.zone);
    }
}

impl Moment {
    fn naive(day: Day, clock: Clock) -> Moment {
        Moment { day, clock, zone: Value::NONE, fold: false }
    }

    /// Microseconds since the first day, regardless of the zone.
    fn total_micros(&self) -> i128 {
        i128::from(self.day.ordinal() * 86_400 + self.clock.seconds()) * 1_000_000
            + i128::from(self.clock.micro)
    }

    /// Date and time after microseconds since the first day.
    fn moved_to(&self, vm: &Vm, micros: i128) -> VmResult<Moment> {
        let (days, rest) = days_and_rest(micros);
        let (seconds, micro) = (rest / 1_000_000, rest % 1_000_000);
        let days = i64::try_from(days).unwrap_or(i64::MAX);
        let (day, clock) =
            (Day::from_ordinal(vm, days)?, Clock::from_seconds(seconds, micro as u32));
        Ok(Moment { day, clock, zone: self.zone.clone(), fold: false })
    }

    /// A number that is greater for later dates and times.
    fn order(&self) -> u64 {
        let (Day { year, month, day }, Clock { hour, minute, second, micro }) =
            (self.day, self.clock);
        let date = u64::from(year) << 9 | u64::from(month) << 5 | u64::from(day);
        let time = u64::from(hour) << 12 | u64::from(minute) << 6 | u64::from(second);
        (date << 17 | time) << 20 | u64::from(micro)
    }

    fn state(&self) -> [u8; 10] {
        let mut state = [0; 10];
        state[..4].copy_from_slice(&self.day.state());
        state[4..].copy_from_slice(&self.clock.state());
        state
    }
}

fn this(value: &Value) -> &Moment {
    value.native::<Moment>().expect("the receiver was checked")
}

fn plain(vm: &Vm, moment: Moment) -> Value {
    Native::new(&vm.class_for(&CLASS), moment).into_value()
}

/// A `datetime` object of a class: one of the program's is called.
fn make(vm: &Vm, class: &Ref<Class>, moment: Moment) -> VmResult {
    if class.is(&vm.class_for(&CLASS)) {
        return Ok(Native::new(class, moment).into_value());
    }
    let numbers = moment.day.numbers().into_iter().chain(moment.clock.numbers());
    let mut arguments: Vec<Value> = numbers.map(Value::small_int).collect();
    arguments.push(moment.zone);
    if !moment.fold {
        return vm.call(class.as_value(), &arguments);
    }
    arguments.push(Value::small_int(1));
    vm.call_keywords(class.as_value(), &arguments, keyword_names(&["fold"]).items())
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(a);
    let state = a.opt(1).filter(|_| a.opt(3).is_none()).and_then(pickled_state);
    let moment = match state {
        Some([y1, y2, month, day, hour, minute, second, m1, m2, m3])
            if (1..=12).contains(&(month & 0x7F)) =>
        {
            let zone = match a.opt(2) {
                Some(zone) if !zone.is_none() && !zone::is_zone(vm, zone) => {
                    return Err(vm.type_error("bad tzinfo state arg"));
                }
                zone => zone.cloned().unwrap_or(Value::NONE),
            };
            let year = u16::from_be_bytes([y1, y2]);
            let micro = u32::from_be_bytes([0, m1, m2, m3]);
            let day = Day::new(vm, [year.into(), (month & 0x7F).into(), day.into()])?;
            let clock = Clock::new(vm, [hour.into(), minute.into(), second.into(), micro.into()])?;
            Moment { day, clock, zone, fold: month & 0x80 != 0 }
        }
        _ => {
            check_given(vm, a, &["year", "month", "day"])?;
            let (day, clock) = (numbers(vm, a, 1, [0; 3])?, numbers(vm, a, 4, [0; 4])?);
            let zone = zone_argument(vm, a.opt(8))?;
            let (day, clock) = (Day::new(vm, day)?, Clock::new(vm, clock)?);
            Moment { day, clock, zone, fold: fold_argument(vm, a.opt(9), false)? }
        }
    };
    let made = Native::new(class, moment).into_value();
    vm.note_finalizer(&made);
    Ok(made)
}

fn offset(vm: &Vm, value: &Value) -> VmResult<Option<Delta>> {
    zone::ask(vm, &this(value).zone, "utcoffset", value)
}

/// A moment in UTC, seen in the zone `tz`, or local time.
fn in_zone(vm: &Vm, class: &Ref<Class>, (seconds, micro): (i64, u32), tz: Value) -> VmResult {
    if tz.is_none() {
        let (day, clock, fold) = local::to_local(vm, seconds, micro)?;
        return make(vm, class, Moment { day, clock, zone: Value::NONE, fold });
    }
    let (day, clock) = local::from_seconds(vm, seconds, micro)?;
    let moment = make(vm, class, Moment { zone: tz.clone(), ..Moment::naive(day, clock) })?;
    vm.call_method(&tz, &intern("fromutc"), &[moment])
}

fn now(vm: &Vm, a: Args<'_>) -> VmResult {
    let tz = zone_argument(vm, a.opt(1))?;
    in_zone(vm, receiver(vm, a)?, local::now(vm), tz)
}

fn utcnow(vm: &Vm, a: Args<'_>) -> VmResult {
    let message = "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).";
    warnings::warn(vm, Exc::DeprecationWarning, message, 1)?;
    let (seconds, micro) = local::now(vm);
    let (day, clock) = local::from_seconds(vm, seconds, micro)?;
    make(vm, receiver(vm, a)?, Moment::naive(day, clock))
}

fn from_timestamp(vm: &Vm, a: Args<'_>) -> VmResult {
    let tz = zone_argument(vm, a.opt(2))?;
    let moment = local::timestamp_argument(vm, a.at(1))?;
    in_zone(vm, receiver(vm, a)?, moment, tz)
}

fn utcfromtimestamp(vm: &Vm, a: Args<'_>) -> VmResult {
    let message = "datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.fromtimestamp(timestamp, datetime.UTC).";
    warnings::warn(vm, Exc::DeprecationWarning, message, 1)?;
    let (seconds, micro) = local::timestamp_argument(vm, a.at(1))?;
    let (day, clock) = local::from_seconds(vm, seconds, micro)?;
    make(vm, receiver(vm, a)?, Moment::naive(day, clock))
}

fn combine(vm: &Vm, a: Args<'_>) -> VmResult {
    let wrong = |index: usize, wanted: &str| {
        let shown = vm.argument_type(&a[index]);
        vm.type_error(format!("combine() argument {index} must be datetime.{wanted}, not {shown}"))
    };
    let day = day_of(&a[1]).ok_or_else(|| wrong(1, "date"))?;
    let time = a[2].native::<Time>().ok_or_else(|| wrong(2, "time"))?;
    let zone = match a.opt(3) {
        Some(zone) => zone_argument(vm, Some(zone))?,
        None => time.zone.clone(),
    };
    make(vm, receiver(vm, a)?, Moment { day, clock: time.clock, zone, fold: time.fold })
}

fn strptime(vm: &Vm, a: Args<'_>) -> VmResult {
    let module = vm.import_module("_strptime")?;
    let parse = vm.get_attribute(&module, &intern("_strptime_datetime"))?;
    vm.call(&parse, &[a[0].clone(), a[1].clone(), a[2].clone()])
}

fn from_iso_format(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(text) = a[1].get::<Str>() else {
        return Err(vm.type_error("fromisoformat: argument must be str"));
    };
    let invalid = || invalid_iso(vm, &a[1]);
    let text = text.as_str().as_bytes();
    let end = calendar::date_end(text).ok_or_else(invalid)?;
    let date = text.get(..end.min(text.len())).unwrap_or_default();
    let (year, month, day) = calendar::parse_date(date).ok_or_else(invalid)?;
    // A single arbitrary character separates date and time.
    let separator = std::str::from_utf8(&text[date.len()..]).ok().and_then(|s| s.chars().next());
    let rest = &text[date.len() + separator.map_or(0, char::len_utf8)..];
    let time = match separator {
        None => IsoTime::default(),
        Some(_) => calendar::parse_time(rest).ok_or_else(invalid)?,
    };
    let zone = zone_of(vm, time.offset)?;
    let (day, clock) = (Day::new(vm, [year, month, day])?, Clock::new(vm, time.fields)?);
    make(vm, receiver(vm, a)?, Moment { zone, ..Moment::naive(day, clock) })
}

fn replace(vm: &Vm, a: Args<'_>) -> VmResult {
    let moment = this(&a[0]);
    let day = numbers(vm, a, 1, moment.day.numbers())?;
    let clock = numbers(vm, a, 4, moment.clock.numbers())?;
    let zone = match a.opt(8) {
        Some(zone) => zone_argument(vm, Some(zone))?,
        None => moment.zone.clone(),
    };
    let fold = fold_argument(vm, a.opt(9), moment.fold)?;
    let (day, clock) = (Day::new(vm, day)?, Clock::new(vm, clock)?);
    make(vm, vm.class_ref(&a[0]), Moment { day, clock, zone, fold })
}

fn repr(vm: &Vm, value: &Value) -> VmResult {
    let moment = this(value);
    let [year, month, day] = moment.day.numbers();
    let clock = show_clock(moment.clock);
    let tail = show_tail(vm, &moment.zone, moment.fold)?;
    Ok(format!("{}({year}, {month}, {day}, {clock}{tail})", shown_class(vm, value)).into())
}

fn hash(vm: &Vm, value: &Value) -> VmResult<u64> {
    let moment = this(value);
    let first = match moment.fold {
        true => offset(vm, &plain(vm, Moment { fold: false, ..moment.clone() }))?,
        false => offset(vm, value)?,
    };
    match first {
        None => Ok(hash_state(&moment.state())),
        Some(offset) => {
            let micros = moment.total_micros() - offset.total_micros();
            Ok(Delta::from_micros(vm, micros)?.hash() as u64)
        }
    }
}

/// Whether the offset depends on the fold: such times do not equal any in other zones (PEP 495).
fn depends_on_fold(vm: &Vm, value: &Value, offset_now: Option<Delta>) -> VmResult<bool> {
    let moment = this(value);
    let other = plain(vm, Moment { fold: !moment.fold, ..moment.clone() });
    Ok(offset(vm, &other)? != offset_now)
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: Comparison) -> VmResult {
    let (a, Some(b)) = (this(left), right.native::<Moment>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if a.zone.is(&b.zone) {
        return Ok(Value::bool(holds(op, a.order().cmp(&b.order()))));
    }
    let (x, y) = (offset(vm, left)?, offset(vm, right)?);
    let ordering = match (x, y) {
        _ if x == y => a.order().cmp(&b.order()),
        (Some(x), Some(y)) => {
            let since =
                |moment: &Moment, offset: Delta| moment.total_micros() - offset.total_micros();
            since(a, x).cmp(&since(b, y))
        }
        _ => {
            return match op {
                Comparison::Eq => Ok(Value::FALSE),
                Comparison::Ne => Ok(Value::TRUE),
                _ => Err(vm.type_error("can't compare offset-naive and offset-aware datetimes")),
            };
        }
    };
    if matches!(op, Comparison::Eq | Comparison::Ne)
        && ordering.is_eq()
        && (depends_on_fold(vm, left, x)? || depends_on_fold(vm, right, y)?)
    {
        return Ok(Value::bool(op == Comparison::Ne));
    }
    Ok(Value::bool(holds(op, ordering)))
}

/// The moment later by a difference, of the same class.
///
/// # Errors
/// OverflowError beyond the years 1 to 9999.
pub fn plus(vm: &Vm, value: &Value, delta: Delta) -> VmResult {
    let moment = this(value);
    let moved = moment.moved_to(vm, moment.total_micros() + delta.total_micros())?;
    make(vm, vm.class_ref(value), moved)
}

/// Like [`plus`]; `fold` says whether the result is the second of two equal times.
///
/// # Errors
/// Same as [`plus`].
pub fn plus_folded(vm: &Vm, value: &Value, delta: Delta, fold: bool) -> VmResult {
    let moment = this(value);
    let moved = moment.moved_to(vm, moment.total_micros() + delta.total_micros())?;
    make(vm, vm.class_ref(value), Moment { fold, ..moved })
}

fn add(vm: &Vm, value: &Value, other: &Value) -> VmResult {
    match Delta::of(other) {
        Some(delta) => plus(vm, value, delta),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn sub(vm: &Vm, value: &Value, other: &Value) -> VmResult {
    if let Some(delta) = Delta::of(other) {
        let moment = this(value);
        let moved = moment.moved_to(vm, moment.total_micros() - delta.total_micros())?;
        return make(vm, vm.class_ref(value), moved);
    }
    match other.native::<Moment>() {
        Some(_) => Ok(difference(vm, value, other)?.into_value(vm)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn difference(vm: &Vm, left: &Value, right: &Value) -> VmResult<Delta> {
    let (a, b) = (this(left), this(right));
    let mut micros = a.total_micros() - b.total_micros();
    if !a.zone.is(&b.zone) {
        match (offset(vm, left)?, offset(vm, right)?) {
            (Some(x), Some(y)) => micros -= x.total_micros() - y.total_micros(),
            (None, None) => {}
            _ => {
                return Err(vm.type_error("can't subtract offset-naive and offset-aware datetimes"));
            }
        }
    }
    Delta::from_micros(vm, micros)
}

fn iso_format(vm: &Vm, a: Args<'_>) -> VmResult {
    let moment = this(&a[0]);
    let separator = match a.opt(1) {
        None => 'T',
        Some(value) => {
            let mut chars = text_argument(vm, "isoformat() argument 1", value)
                .map_err(|_| {
                    let shown = vm.argument_type(value);
                    vm.type_error(format!(
                        "isoformat() argument 1 must be a unicode character, not {shown}"
                    ))
                })?
                .chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => c,
                _ => {
                    return Err(vm.type_error(
                        "isoformat() argument 1 must be a unicode character, not str",
                    ));
                }
            }
        }
    };
    let mut text = format!("{}{separator}{}", moment.day.show(), moment.clock.show(vm, a.opt(2))?);
    if let Some(offset) = offset(vm, &a[0])? {
        text += &show_offset(offset, ":");
    }
    Ok(text.into())
}

fn strftime(vm: &Vm, a: Args<'_>) -> VmResult {
    let template = text_argument(vm, "strftime() argument 1", a.at(1))?;
    let moment = this(&a[0]);
    if !moment.zone.is_none() {
        // CPython makes a time tuple, which tells whether it is summer.
        zone::ask(vm, &moment.zone, "dst", a.at(0))?;
    }
    format(vm, &a[0], template, moment.day, moment.clock).map(Value::from)
}

fn as_timezone(vm: &Vm, a: Args<'_>) -> VmResult {
    let (value, tz) = (a.at(0), zone_argument(vm, a.opt(1))?);
    let moment = this(value);
    if !moment.zone.is_none() && moment.zone.is(&tz) {
        return Ok(value.clone());
    }
    let offset = match offset(vm, value)? {
        Some(offset) => offset,
        // Naive ones are local time.
        None => {
            let zone = local_zone_of(vm, moment);
            if zone.is(&tz) {
                return Ok(value.clone());
            }
            zone::ask(vm, &zone, "utcoffset", value)?.unwrap_or_default()
        }
    };
    let utc = moment.moved_to(vm, moment.total_micros() - offset.total_micros())?;
    let tz = match tz.is_none() {
        true => zone::local(vm, local::to_seconds(utc.day, utc.clock)),
        false => tz,
    };
    let utc = make(vm, vm.class_ref(value), Moment { zone: tz.clone(), ..utc })?;
    vm.call_method(&tz, &intern("fromutc"), &[utc])
}

/// The offset that local time has at a naive moment. In a gap, it is that before it or, with
/// `fold`, after it.
fn local_zone_of(vm: &Vm, moment: &Moment) -> Value {
    let seconds = |fold| local::from_local(vm, moment.day, moment.clock, fold);
    let (own, other) = (seconds(moment.fold), seconds(!moment.fold));
    let is_gap = own != other && (other > own) == moment.fold;
    zone::local(vm, if is_gap { other } else { own })
}

fn timestamp(vm: &Vm, a: Args<'_>) -> VmResult {
    let moment = this(&a[0]);
    if moment.zone.is_none() {
        let seconds = local::from_local(vm, moment.day, moment.clock, moment.fold);
        return Ok(Value::float(seconds as f64 + f64::from(moment.clock.micro) / 1e6));
    }
    let epoch = Moment {
        zone: zone::utc(vm),
        ..Moment::naive(Day { year: 1970, month: 1, day: 1 }, Clock::default())
    };
    let since = difference(vm, &a[0], &plain(vm, epoch))?;
    vm.call_method(&since.into_value(vm), &intern("total_seconds"), &[])
}

fn time_tuple(vm: &Vm, a: Args<'_>) -> VmResult {
    let moment = this(&a[0]);
    let summer = match zone::ask(vm, &moment.zone, "dst", &a[0])? {
        None => -1,
        Some(summer) => i64::from(!summer.is_zero()),
    };
    Ok(date::tuple(vm, moment.day, moment.clock, summer))
}

fn utc_time_tuple(vm: &Vm, a: Args<'_>) -> VmResult {
    let moment = this(&a[0]);
    let offset = offset(vm, &a[0])?.unwrap_or_default();
    let utc = moment.moved_to(vm, moment.total_micros() - offset.total_micros())?;
    Ok(date::tuple(vm, utc.day, utc.clock, 0))
}

fn reduce(vm: &Vm, value: &Value, protocol: i64) -> VmResult {
    let moment = this(value);
    let fold = (moment.fold && protocol > 3).then_some(2);
    reduced(vm, value, moment.state().to_vec(), fold, &moment.zone)
}

/// Sets `min`, `max` and `resolution`.
pub fn add_limits(vm: &Vm) {
    let class = vm.class_for(&CLASS);
    let first = Moment::naive(Day { year: 1, month: 1, day: 1 }, Clock::default());
    let last = Moment::naive(
        Day { year: 9999, month: 12, day: 31 },
        Clock { hour: 23, minute: 59, second: 59, micro: 999_999 },
    );
    class.set(&intern("min"), plain(vm, first));
    class.set(&intern("max"), plain(vm, last));
    let resolution = Delta { micros: 1, ..Delta::default() };
    class.set(&intern("resolution"), resolution.into_value(vm));
}

/// `datetime`
pub static CLASS: ClassDef = ClassDef {
    name: "datetime",
    module: "datetime",
    doc: "datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\nThe year, month and day arguments are required. tzinfo may be None, or an\ninstance of a tzinfo subclass. The remaining arguments may be ints.",
    base: Some(&date::CLASS),
    methods: tables![
        &NativeDef::comparisons(compare),
        &[
            NativeDef::static_method(
                "__new__(cls, year=None, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)",
                IMMUTABLE_NEW,
                new,
            ),
            NativeDef::unary(SpecialMethod::Repr, repr),
            NativeDef::unary(SpecialMethod::Str, |vm, value| {
                vm.call_method(value, &intern("isoformat"), &[" ".into()])
            }),
            NativeDef::hash(hash),
            NativeDef::binary(SpecialMethod::Add, add),
            NativeDef::binary(SpecialMethod::RAdd, add),
            NativeDef::binary(SpecialMethod::Sub, sub),
            NativeDef::class(
                "now(cls, tz=None)",
                "Returns new datetime object representing current time local to tz.\n\n  tz\n    Timezone object.\n\nIf no tz is specified, uses local timezone.",
                now,
            ),
            NativeDef::class(
                "utcnow(cls)",
                "Return a new datetime representing UTC day and time.",
                utcnow,
            ),
            NativeDef::class(
                "fromtimestamp(cls, timestamp, tz=None)",
                "timestamp[, tz] -> tz's local time from POSIX timestamp.",
                from_timestamp,
            ),
            NativeDef::class(
                "utcfromtimestamp(cls, timestamp, /)",
                "Construct a naive UTC datetime from a POSIX timestamp.",
                utcfromtimestamp,
            ),
            NativeDef::class(
                "strptime(cls, date_string, format, /)",
                "string, format -> new datetime parsed from a string (like time.strptime()).",
                strptime,
            ),
            NativeDef::class(
                "combine(cls, date, time, tzinfo=unchanged)",
                "date, time -> datetime with same date and time fields",
                combine,
            ),
            NativeDef::class(
                "fromisoformat(cls, string, /)",
                "string -> datetime from a string in most ISO 8601 formats",
                from_iso_format,
            ),
            NativeDef::new(
                "date(self, /)",
                "Return date object with same year, month and day.",
                |vm, a| Ok(date::plain(vm, this(&a[0]).day)),
            ),
            NativeDef::new(
                "time(self, /)",
                "Return time object with same time but with tzinfo=None.",
                |vm, a| {
                    let moment = this(&a[0]);
                    Ok(time_of_day::plain(vm, moment.clock, Value::NONE, moment.fold))
                },
            ),
            NativeDef::new(
                "timetz(self, /)",
                "Return time object with same time and tzinfo.",
                |vm, a| {
                    let moment = this(&a[0]);
                    Ok(time_of_day::plain(vm, moment.clock, moment.zone.clone(), moment.fold))
                },
            ),
            NativeDef::new("ctime(self, /)", "Return ctime() style string.", |_, a| {
                let moment = this(&a[0]);
                Ok(ctime(moment.day, moment.clock))
            }),
            NativeDef::new(
                "timetuple(self, /)",
                "Return time tuple, compatible with time.localtime().",
                time_tuple,
            ),
            NativeDef::new("timestamp(self, /)", "Return POSIX timestamp as float.", timestamp),
            NativeDef::new(
                "utctimetuple(self, /)",
                "Return UTC time tuple, compatible with time.localtime().",
                utc_time_tuple,
            ),
            NativeDef::new(
                "isoformat(self, /, sep='T', timespec='auto')",
                "[sep] -> string in ISO 8601 format, YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\nsep is used to separate the year from the time, and defaults to 'T'.\nThe optional argument timespec specifies the number of additional terms\nof the time to include. Valid options are 'auto', 'hours', 'minutes',\n'seconds', 'milliseconds' and 'microseconds'.\n",
                iso_format,
            ),
            NativeDef::new(
                "strftime(self, /, format)",
                "format -> strftime() style string.",
                strftime
            ),
            NativeDef::new("utcoffset(self, /)", "Return self.tzinfo.utcoffset(self).", |vm, a| {
                optional_delta(vm, offset(vm, &a[0])?)
            }),
            NativeDef::new("tzname(self, /)", "Return self.tzinfo.tzname(self).", |vm, a| {
                zone::name(vm, &this(&a[0]).zone, &a[0])
            }),
            NativeDef::new("dst(self, /)", "Return self.tzinfo.dst(self).", |vm, a| {
                optional_delta(vm, zone::ask(vm, &this(&a[0]).zone, "dst", &a[0])?)
            }),
            NativeDef::new(
                "replace(self, /, year=unchanged, month=unchanged, day=unchanged, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)",
                "Return datetime with new specified fields.",
                replace,
            ),
            NativeDef::new(
                "__replace__(self, /, year=unchanged, month=unchanged, day=unchanged, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)",
                "The same as replace().",
                replace,
            ),
            NativeDef::new(
                "astimezone(self, /, tz=None)",
                "tz -> convert to local time in new timezone tz",
                as_timezone,
            ),
        ],
        reduce_methods!(reduce)
    ],
    properties: time_properties!(),
    ..ClassDef::BASE
};
