//! `time`: clocks, sleeping, and dates as in C. All clocks are the interpreter's own
//! ([`crate::event_loop::clock`]), which may be virtual.

use super::ModuleDef;
use super::datetime::int_argument;
use super::local_zone::{self, local_zone};
use super::struct_sequence::{self, hidden_field};
use crate::event_loop::clock::{Clock, Nanos};
use crate::event_loop::{Running, handle, report, run, running};
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::objects::{float, int};
use crate::runtime::Value;
use crate::struct_sequence;
use crate::text::strftime::{self, BrokenDown};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned, civil};
use std::time::Duration;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "time",
    doc: "This module provides various functions to manipulate time values.",
    functions: FUNCTIONS,
    classes: &[&STRUCT_TIME.class],
    constants: &[
        ("_STRUCT_TM_ITEMS", |_| Value::small_int(11)),
        ("CLOCK_REALTIME", |_| Value::small_int(0)),
        ("CLOCK_MONOTONIC", |_| Value::small_int(1)),
        ("CLOCK_PROCESS_CPUTIME_ID", |_| Value::small_int(2)),
        ("CLOCK_THREAD_CPUTIME_ID", |_| Value::small_int(3)),
        ("CLOCK_MONOTONIC_RAW", |_| Value::small_int(4)),
        ("CLOCK_BOOTTIME", |_| Value::small_int(7)),
        ("CLOCK_TAI", |_| Value::small_int(11)),
    ],
    init: Some(|vm, module| {
        struct_sequence::class(vm, &STRUCT_TIME);
        for (name, value) in zone_constants(vm) {
            module.dict.set_text(name, value);
        }
        Ok(())
    }),
    // Processor time reveals the real time.
    needs: |function| match function {
        "process_time" | "process_time_ns" | "thread_time" | "thread_time_ns" => {
            Some(Capability::RealTime)
        }
        _ => None,
    },
    ..ModuleDef::BASE
};

/// The constants of the local zone.
fn zone_constants(vm: &Vm) -> [(&'static str, Value); 4] {
    let zone = local_zone(vm);
    let names = [&zone.standard_name, &zone.summer_name].map(|name| Value::from(name.as_str()));
    [
        ("timezone", (-i64::from(zone.standard)).into()),
        ("altzone", (-i64::from(zone.summer.unwrap_or(zone.standard))).into()),
        ("daylight", i64::from(zone.summer.is_some()).into()),
        ("tzname", Tuple::new(names).into_value()),
    ]
}

/// The clock, which the program reads.
fn clock(vm: &Vm) -> &Running {
    let running = running(vm);
    running.clock.look();
    running
}

fn seconds(nanos: Nanos) -> VmResult {
    Ok(Value::float(nanos as f64 * 1e-9))
}

fn nanos(nanos: Nanos) -> VmResult {
    Ok(nanos.into())
}

const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "time() -> float",
        "Return the current time in seconds since the Epoch.\n\nFractions of a second may be present if the system clock provides them.",
        |vm, _| seconds(clock(vm).clock.wall()),
    ),
    NativeDef::new(
        "time_ns()",
        "Return the current time in nanoseconds since the Epoch.",
        |vm, _| nanos(clock(vm).clock.wall()),
    ),
    NativeDef::new("monotonic() -> float", "Monotonic clock, cannot go backward.", |vm, _| {
        seconds(clock(vm).clock.monotonic())
    }),
    NativeDef::new(
        "monotonic_ns()",
        "Monotonic clock, cannot go backward, as nanoseconds.",
        |vm, _| nanos(clock(vm).clock.monotonic()),
    ),
    NativeDef::new("perf_counter() -> float", "Performance counter for benchmarking.", |vm, _| {
        seconds(clock(vm).clock.monotonic())
    }),
    NativeDef::new(
        "perf_counter_ns()",
        "Performance counter for benchmarking as nanoseconds.",
        |vm, _| nanos(clock(vm).clock.monotonic()),
    ),
    NativeDef::new(
        "process_time() -> float",
        "Process time for profiling: sum of the kernel and user-space CPU time.",
        |vm, _| seconds(running(vm).clock.process()),
    ),
    NativeDef::new(
        "process_time_ns()",
        "Process time for profiling as nanoseconds:\nsum of the kernel and user-space CPU time.",
        |vm, _| nanos(running(vm).clock.process()),
    ),
    NativeDef::new(
        "thread_time()",
        "Thread time for profiling: sum of the kernel and user-space CPU time.",
        |vm, _| seconds(running(vm).clock.thread()),
    ),
    NativeDef::new("thread_time_ns()", "Thread time for profiling as nanoseconds.", |vm, _| {
        nanos(running(vm).clock.thread())
    }),
    NativeDef::new(
        "clock_gettime(clk_id, /)",
        "Return the time of the specified clock clk_id as a float.",
        |vm, args| seconds(clock_by_number(vm, &args[0])?),
    ),
    NativeDef::new(
        "clock_gettime_ns(clk_id, /)",
        "Return the time of the specified clock clk_id as nanoseconds (int).",
        |vm, args| nanos(clock_by_number(vm, &args[0])?),
    ),
    NativeDef::new(
        "clock_getres(clk_id, /)",
        "Return the resolution (precision) of the specified clock clk_id.",
        |vm, args| {
            clock_by_number(vm, &args[0])?;
            Ok(Value::float(1e-9))
        },
    ),
    NativeDef::new(
        "clock_settime(clk_id, time, /)",
        "Set the time of the specified clock clk_id.",
        |vm, args| {
            float::require(vm, args.at(1))?;
            set_clock(vm, &args[0])
        },
    ),
    NativeDef::new(
        "clock_settime_ns(clk_id, time, /)",
        "Set the time of the specified clock clk_id with nanoseconds.",
        |vm, args| {
            vm.index_clipped(args.at(1))?;
            set_clock(vm, &args[0])
        },
    ),
    NativeDef::new(
        "get_clock_info(name, /)",
        "Get information of the specified clock.",
        clock_info,
    ),
    NativeDef::new(
        "sleep(seconds, /)",
        "Delay execution for a given number of seconds.\n\nThe argument may be a floating-point number for subsecond precision.",
        sleep,
    ),
    NativeDef::new(
        "gmtime(seconds=None, /)",
        "Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a.\nGMT).  When 'seconds' is not passed in, convert the current time instead.",
        |vm, args| {
            let time = broken_down(vm, args.some(0), &TimeZone::UTC)?;
            // The C library's name for it.
            Ok(struct_time(vm, &BrokenDown { zone: "GMT".into(), ..time }))
        },
    ),
    NativeDef::new(
        "localtime(seconds=None, /)",
        "Convert seconds since the Epoch to a time tuple expressing local time.\nWhen 'seconds' is not passed in, convert the current time instead.",
        |vm, args| Ok(struct_time(vm, &broken_down(vm, args.some(0), &local_zone(vm).zone)?)),
    ),
    NativeDef::new(
        "mktime(seconds, /)",
        "Convert a time tuple in local time to seconds since the Epoch.",
        |vm, args| {
            let fields = fields(vm, &args[0], "mktime")?;
            Ok(Value::float(seconds_since_epoch(vm, &fields)? as f64))
        },
    ),
    NativeDef::new(
        "asctime(tuple=None, /)",
        "Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.\nWhen the time tuple is not present, current time as returned by localtime()\nis used.",
        |vm, args| {
            let time = match args.opt(0) {
                Some(given) => from_fields(vm, given, "asctime")?,
                None => broken_down(vm, None, &local_zone(vm).zone)?,
            };
            vm.paced(|pace| strftime::format("%a %b %e %H:%M:%S %Y", &time, pace)).map(Value::from)
        },
    ),
    NativeDef::new(
        "ctime(seconds=None, /)",
        "Convert a time in seconds since the Epoch to a string in local time.\nThis is equivalent to asctime(localtime(seconds)). When the time tuple is\nnot present, current time as returned by localtime() is used.",
        |vm, args| {
            let time = broken_down(vm, args.some(0), &local_zone(vm).zone)?;
            vm.paced(|pace| strftime::format("%a %b %e %H:%M:%S %Y", &time, pace)).map(Value::from)
        },
    ),
    NativeDef::new(
        "strftime(format, tuple=None, /)",
        "Convert a time tuple to a string according to a format specification.\nSee the library reference manual for formatting codes. When the time tuple\nis not present, current time as returned by localtime() is used.",
        |vm, args| {
            let Some(format) = args[0].get::<Str>() else {
                let kind = vm.argument_type(&args[0]);
                let message = format!("strftime() argument 1 must be str, not {kind}");
                return Err(vm.type_error(message));
            };
            if format.as_str().contains('\0') {
                return Err(vm.value_error("embedded null character"));
            }
            let mut time = match args.opt(1) {
                Some(given) => from_fields(vm, given, "strftime")?,
                None => broken_down(vm, None, &local_zone(vm).zone)?,
            };
            if let Some(given) = args.opt(1).filter(|_| format.as_str().contains('s')) {
                time.epoch = seconds_since_epoch(vm, &fields(vm, given, "strftime")?)?;
            }
            vm.paced(|pace| strftime::format(format.as_str(), &time, pace)).map(Value::from)
        },
    ),
    NativeDef::new(
        "strptime(string, format='%a %b %d %H:%M:%S %Y', /)",
        "Parse a string to a time tuple according to a format specification.",
        |vm, args| {
            let module = vm.import_module("_strptime")?;
            let function = vm.get_attribute(&module, &intern("_strptime_time"))?;
            let format = args.opt(1).cloned().unwrap_or_else(|| "%a %b %d %H:%M:%S %Y".into());
            vm.call(&function, &[args[0].clone(), format])
        },
    ),
    NativeDef::new(
        "tzset()",
        "Initialize, or reinitialize, the local timezone to the value stored in\nos.environ['TZ'].",
        |vm, _| {
            local_zone::forget(vm);
            let module = vm.import_module("time")?;
            for (name, value) in zone_constants(vm) {
                vm.set_attribute(&module, &intern(name), value)?;
            }
            Ok(Value::NONE)
        },
    ),
];

fn clock_by_number(vm: &Vm, number: &Value) -> VmResult<Nanos> {
    let running = clock(vm);
    let clock = &running.clock;
    Ok(match vm.index_clipped(number)? {
        0 | 11 => clock.wall(),
        1 | 4 | 7 => clock.monotonic(),
        2 => clock.process(),
        3 => clock.thread(),
        _ => {
            return Err(vm.os_error(&rustix::io::Errno::INVAL.into(), None));
        }
    })
}

/// Refuses to set a clock: they belong to the interpreter, and cannot be set.
fn set_clock(vm: &Vm, number: &Value) -> VmResult {
    clock_by_number(vm, number)?;
    Err(vm.os_error(&rustix::io::Errno::PERM.into(), None))
}

fn clock_info(vm: &Vm, args: Args<'_>) -> VmResult {
    let name = vm.str(&args[0])?;
    let (implementation, monotonic, adjustable) = match name.as_str() {
        "time" => ("clock_gettime(CLOCK_REALTIME)", false, true),
        "monotonic" | "perf_counter" => ("clock_gettime(CLOCK_MONOTONIC)", true, false),
        "process_time" => ("clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false),
        "thread_time" => ("clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false),
        _ => return Err(vm.value_error("unknown clock")),
    };
    let class = vm.get_attribute(&vm.import_module("types")?, &intern("SimpleNamespace"))?;
    let names = ["implementation", "monotonic", "adjustable", "resolution"];
    let names = crate::objects::native::keyword_names(&names);
    let values = [
        implementation.into(),
        monotonic.into(),
        adjustable.into(),
        Value::float(Clock::RESOLUTION),
    ];
    vm.call_keywords(&class, &values, names.items())
}

/// A number of seconds to sleep, in nanoseconds.
///
/// # Errors
/// TypeError if it is not a number; ValueError if it is negative or NaN; OverflowError if it is too
/// large.
pub fn sleep_time(vm: &Vm, value: &Value) -> VmResult<Nanos> {
    let seconds = match float::value_of(value) {
        Some(seconds) => seconds,
        None => handle::seconds(vm, &vm.index(value)?)?,
    };
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    let nanos = (seconds * 1e9).ceil();
    if nanos >= Nanos::MAX as f64 {
        return Err(vm.overflow_error("timestamp too large to convert to C PyTime_t"));
    }
    Ok(nanos as Nanos)
}

/// `time.sleep`
fn sleep(vm: &Vm, args: Args<'_>) -> VmResult {
    let nanos = sleep_time(vm, &args[0])?;
    let running = running(vm);
    let start = running.clock.seconds();
    sleep_on_thread(vm, nanos)?;
    if running.is_inside_loop() {
        let seconds = running.clock.seconds() - start;
        report::warn_blocked(vm, "time.sleep()", seconds, "await asyncio.sleep()")?;
    }
    Ok(Value::NONE)
}

/// Sleeps, and lets other threads run meanwhile.
fn sleep_on_thread(vm: &Vm, nanos: Nanos) -> VmResult<()> {
    let running = running(vm);
    if running.threads.has_others() {
        if nanos == 0 {
            running.threads.give_way(vm);
        } else {
            running.threads.park(vm, Some(running.clock.monotonic().saturating_add(nanos)))?;
        }
        return Ok(());
    }
    running.recorder.blocks(vm, &running.clock, "time.sleep");
    let slept = sleep_alone(vm, nanos);
    running.recorder.unblocked(&running.clock);
    slept
}

/// Sleeps in a program with one thread.
fn sleep_alone(vm: &Vm, nanos: Nanos) -> VmResult<()> {
    let running = running(vm);
    if running.clock.is_virtual() {
        let end = running.clock.monotonic().saturating_add(nanos);
        while running.clock.monotonic() < end {
            running.clock.advance(end - running.clock.monotonic());
            run::check_interrupt(vm)?;
        }
        return Ok(());
    }
    if nanos == 0 {
        std::thread::yield_now();
        return Ok(());
    }
    // Output must be visible before a wait. The next print will notice a closed pipe.
    let _ = vm.output.flush();
    let end = running.clock.monotonic().saturating_add(nanos);
    loop {
        // Signals that arrived during the sleep are handled before it returns.
        run::check_interrupt(vm)?;
        let left = end - running.clock.monotonic();
        if left <= 0 {
            return Ok(());
        }
        // The reactor waits whole milliseconds; the rest is a precise sleep.
        if left >= 2_000_000 {
            let left = Duration::from_nanos(left as u64 - 1_000_000);
            running.reactor.pause(vm.meter.at_most(Some(left)).unwrap_or(left));
        } else {
            std::thread::sleep(Duration::from_nanos(left as u64));
        }
    }
}

/// Whether a function is `time.sleep` itself.
pub fn is_sleep(function: &Value) -> bool {
    let native = function.get::<crate::objects::native::NativeFunction>();
    native.is_some_and(|f| f.module == "time" && f.def.name() == "sleep")
}

/// The seconds after which the calendar repeats: 400 years.
const CYCLE: i64 = 146_097 * 86_400;

/// A moment (by default now), and the number of years by which it was shifted: the zones' rules are
/// known only for the years before 10000, and repeat with the calendar.
fn timestamp(vm: &Vm, given: Option<&Value>) -> VmResult<(Timestamp, i64)> {
    let too_large = || vm.overflow_error("timestamp out of range for platform time_t");
    let Some(given) = given else {
        let nanos = clock(vm).clock.wall();
        return Ok((Timestamp::from_nanosecond(nanos.into()).map_err(|_| too_large())?, 0));
    };
    let seconds = match int::to_i64(given) {
        None if int::is_int(given) => return Err(too_large()),
        Some(seconds) => seconds,
        None => {
            let Some(seconds) = float::value_of(given) else {
                let whole = vm.index(given)?;
                return timestamp(vm, Some(&whole));
            };
            if seconds.is_nan() {
                return Err(vm.value_error("Invalid value NaN (not a number)"));
            }
            if seconds.abs() >= i64::MAX as f64 {
                return Err(vm.overflow_error("timestamp out of range for platform time_t"));
            }
            seconds.floor() as i64
        }
    };
    if let Ok(moment) = Timestamp::from_second(seconds) {
        return Ok((moment, 0));
    }
    let cycles = seconds.div_euclid(CYCLE);
    if i32::try_from(cycles * 400).is_err() {
        let error = std::io::Error::from_raw_os_error(libc::EOVERFLOW);
        return Err(vm.os_error(&error, None));
    }
    let moment = Timestamp::from_second(seconds - cycles * CYCLE).map_err(|_| too_large())?;
    Ok((moment, cycles * 400))
}

/// A moment (by default now) split into its parts in a zone.
fn broken_down(vm: &Vm, given: Option<&Value>, zone: &TimeZone) -> VmResult<BrokenDown> {
    let (moment, years) = timestamp(vm, given)?;
    let mut parts = take_apart(&moment.to_zoned(zone.clone()));
    parts.year += years;
    parts.epoch += years / 400 * CYCLE;
    Ok(parts)
}

fn take_apart(time: &Zoned) -> BrokenDown {
    let info = time.time_zone().to_offset_info(time.timestamp());
    let zone = info.abbreviation().to_string();
    BrokenDown {
        year: time.year().into(),
        month: time.month() as u32,
        day: time.day() as u32,
        hour: time.hour() as u32,
        minute: time.minute() as u32,
        second: time.second() as u32,
        microsecond: 0,
        weekday: time.weekday().to_sunday_zero_offset() as u32,
        day_of_year: time.day_of_year() as u32,
        offset: Some(time.offset().seconds()),
        zone,
        epoch: time.timestamp().as_second(),
    }
}

const ITEMS: usize = 9;

struct_sequence!(
    /// `time.struct_time`
    STRUCT_TIME, "time", "struct_time",
    "The time value as returned by gmtime(), localtime(), and strptime(), and\naccepted by asctime(), mktime() and strftime().  May be considered as a\nsequence of 9 integers.",
    [0 "tm_year", 1 "tm_mon", 2 "tm_mday", 3 "tm_hour", 4 "tm_min", 5 "tm_sec", 6 "tm_wday",
     7 "tm_yday", 8 "tm_isdst"],
    0, [9 "tm_zone", 10 "tm_gmtoff"]
);

/// A time tuple of nine items, with zone and offset.
fn make(vm: &Vm, items: Vec<Value>, zone: [Value; 2]) -> Value {
    struct_sequence::make(vm, &STRUCT_TIME, items.into_iter().chain(zone))
}

/// A `struct_time` of nine numbers, without a zone.
pub fn time_tuple(vm: &Vm, numbers: [i64; ITEMS]) -> Value {
    make(vm, numbers.map(Value::from).to_vec(), [Value::NONE, Value::NONE])
}

fn struct_time(vm: &Vm, time: &BrokenDown) -> Value {
    let summer = time.offset.is_some_and(|offset| is_summer(vm, time, offset));
    let items: Vec<Value> = [
        time.year,
        time.month.into(),
        time.day.into(),
        time.hour.into(),
        time.minute.into(),
        time.second.into(),
        i64::from((time.weekday + 6) % 7),
        time.day_of_year.into(),
        i64::from(summer),
    ]
    .into_iter()
    .map(Value::from)
    .collect();
    let offset = time.offset.map_or(Value::NONE, |o| i64::from(o).into());
    make(vm, items, [time.zone.as_str().into(), offset])
}

fn is_summer(vm: &Vm, time: &BrokenDown, offset: i32) -> bool {
    let zone = local_zone(vm);
    zone.summer == Some(offset) && time.zone == zone.summer_name
}

/// The nine numbers of a time tuple, C ints.
fn fields(vm: &Vm, value: &Value, function: &str) -> VmResult<[i64; ITEMS]> {
    let Some(tuple) = value.get::<Tuple>() else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    let items = tuple.items();
    if items.len() != ITEMS {
        return Err(vm.type_error(format!("{function}(): illegal time tuple argument")));
    }
    let mut numbers = [0; ITEMS];
    for (number, item) in numbers.iter_mut().zip(items) {
        *number = int_argument(vm, item)?;
    }
    // C counts years from 1900.
    if numbers[0] < i64::from(i32::MIN) + 1900 {
        return Err(vm.overflow_error("year out of range"));
    }
    Ok(numbers)
}

/// Seconds since 1970 of a time tuple in local time.
fn seconds_since_epoch(vm: &Vm, fields: &[i64; ITEMS]) -> VmResult<i64> {
    let mut fields = *fields;
    // The calendar repeats itself.
    let cycles = match fields[0] {
        -9000..=9000 => 0,
        year => (year - year.signum() * 8000).div_euclid(400),
    };
    fields[0] -= cycles * 400;
    let time = to_date_time(vm, &fields)?;
    let local = local_zone(vm);
    let moment = local.zone.to_ambiguous_timestamp(time).compatible();
    let moment = moment.map_err(|_| vm.overflow_error("mktime argument out of range"))?;
    let is_summer = local.zone.to_offset_info(moment).dst().is_dst();
    let shift = local.summer.map_or(3600, |summer| summer - local.standard);
    // A time that is said to be that of the other half of the year.
    let shift = match fields[8] {
        1.. if !is_summer => -shift,
        0 if is_summer => shift,
        _ => 0,
    };
    Ok(moment.as_second() + i64::from(shift) + cycles * CYCLE)
}

/// A time tuple as `strftime` and `asctime` require it, checked as CPython does.
fn from_fields(vm: &Vm, value: &Value, function: &str) -> VmResult<BrokenDown> {
    let f = fields(vm, value, function)?;
    let check = |i: usize, low: i64, high: i64, name: &str| -> VmResult<u32> {
        // Zero means the first month, day and day of the year.
        let number = if f[i] == 0 && low == 1 { 1 } else { f[i] };
        match u32::try_from(number) {
            Ok(n) if (low..=high).contains(&number) => Ok(n),
            _ => Err(vm.value_error(format!("{name} out of range"))),
        }
    };
    if f[6] < -1 {
        return Err(vm.value_error("day of week out of range"));
    }
    let zone = match hidden_field(value, "tm_zone").unwrap_or_default().get::<Str>() {
        Some(zone) => zone.as_str().to_string(),
        None if f[8] > 0 => local_zone(vm).summer_name.clone(),
        None => local_zone(vm).standard_name.clone(),
    };
    let offset =
        hidden_field(value, "tm_gmtoff").and_then(|offset| offset.as_small_int()).map(|o| o as i32);
    Ok(BrokenDown {
        year: f[0],
        month: check(1, 1, 12, "month")?,
        day: check(2, 1, 31, "day of month")?,
        hour: check(3, 0, 23, "hour")?,
        minute: check(4, 0, 59, "minute")?,
        second: check(5, 0, 61, "seconds")?,
        microsecond: 0,
        weekday: (f[6] + 1).rem_euclid(7) as u32,
        day_of_year: check(7, 1, 366, "day of year")?,
        offset: Some(offset.unwrap_or(local_zone(vm).standard)),
        zone,
        epoch: 0,
    })
}

/// Date and time from a tuple whose numbers may be out of their usual ranges.
fn to_date_time(vm: &Vm, f: &[i64; ITEMS]) -> VmResult<civil::DateTime> {
    let overflow = || vm.overflow_error("mktime argument out of range");
    let months = f[0].checked_mul(12).and_then(|m| m.checked_add(f[1] - 1)).ok_or_else(overflow)?;
    let year = i16::try_from(months.div_euclid(12)).map_err(|_| overflow())?;
    let first =
        civil::Date::new(year, (months.rem_euclid(12) + 1) as i8, 1).map_err(|_| overflow())?;
    let limit = 1_000_000_000_000;
    if f[2..6].iter().any(|n| n.abs() > limit) {
        return Err(overflow());
    }
    let seconds = (f[2] - 1) * 86400 + f[3] * 3600 + f[4] * 60 + f[5];
    first
        .to_datetime(civil::Time::midnight())
        .checked_add(jiff::SignedDuration::from_secs(seconds))
        .map_err(|_| overflow())
}
