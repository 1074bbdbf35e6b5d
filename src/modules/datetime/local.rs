//! Seconds since 1970, and local time.

use super::common::{Clock, Day};
use crate::modules::local_zone::local_zone;
use crate::objects::exception::Exc;
use crate::objects::float;
use crate::objects::int::{is_int, to_i64};
use crate::runtime::Value;
use crate::text::calendar;
use crate::vm::{Vm, VmResult};
use jiff::Timestamp;

/// The day number of 1970-01-01.
const EPOCH_DAY: i64 = 719_163;

/// The largest distance between the two moments of a fold, in seconds.
const MOST_FOLD: i64 = 86_400;

/// Day and time of day of seconds since 1970, in UTC.
///
/// # Errors
/// ValueError beyond the years 1 to 9999.
pub fn from_seconds(vm: &Vm, seconds: i64, micro: u32) -> VmResult<(Day, Clock)> {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let ordinal = days + EPOCH_DAY;
    if !(1..=calendar::MAX_ORDINAL).contains(&ordinal) {
        let year = match ordinal > 0 {
            true => calendar::from_ordinal(ordinal).0,
            // 400 years have 146,097 days.
            false => {
                calendar::from_ordinal(ordinal.rem_euclid(146_097) + 146_097).0
                    + (ordinal.div_euclid(146_097) - 1) * 400
            }
        };
        if i32::try_from(year).is_err() {
            // C cannot hold the year.
            let error =
                std::io::Error::from_raw_os_error(rustix::io::Errno::OVERFLOW.raw_os_error());
            return Err(vm.os_error(&error, None));
        }
        return Err(vm.value_error(format!("year {year} is out of range")));
    }
    Ok((Day::from_ordinal(vm, ordinal)?, Clock::from_seconds(rest, micro)))
}

/// Seconds since 1970 of a time in UTC.
pub fn to_seconds(day: Day, clock: Clock) -> i64 {
    (day.ordinal() - EPOCH_DAY) * 86_400 + clock.seconds()
}

/// The local time at a moment.
pub struct Offset {
    /// Seconds east of UTC.
    pub seconds: i64,
    /// The zone's name then.
    pub name: String,
}

/// The offset of local time at seconds since 1970.
pub fn offset_at(vm: &Vm, seconds: i64) -> Offset {
    let local = local_zone(vm);
    match Timestamp::from_second(seconds) {
        Ok(moment) => {
            let info = local.zone.to_offset_info(moment);
            let name = info.abbreviation().to_string();
            Offset { seconds: info.offset().seconds().into(), name }
        }
        Err(_) => Offset { seconds: local.standard.into(), name: local.standard_name.clone() },
    }
}

/// Local time as if it were seconds since 1970 in UTC.
fn local(vm: &Vm, seconds: i64) -> i64 {
    seconds.saturating_add(offset_at(vm, seconds).seconds)
}

/// Seconds since 1970 of local time. Of two such moments, `fold` selects the later one. In a gap,
/// the clock is assumed to run as before it or, with `fold`, as after it.
pub fn from_local(vm: &Vm, day: Day, clock: Clock, fold: bool) -> i64 {
    let t = to_seconds(day, clock);
    let a = local(vm, t) - t;
    let u1 = t - a;
    let t1 = local(vm, u1);
    let b = if t1 == t {
        let u2 = if fold { u1 + MOST_FOLD } else { u1 - MOST_FOLD };
        let b = local(vm, u2) - u2;
        if a == b {
            return u1;
        }
        b
    } else {
        t1 - u1
    };
    let u2 = t - b;
    match () {
        () if local(vm, u2) == t => u2,
        () if t1 == t => u1,
        () if fold => u1.min(u2),
        () => u1.max(u2),
    }
}

/// Local time at seconds since 1970, and whether it is the second time of a fold.
///
/// # Errors
/// ValueError beyond the years 1 to 9999.
pub fn to_local(vm: &Vm, seconds: i64, micro: u32) -> VmResult<(Day, Clock, bool)> {
    let now = local(vm, seconds);
    let (day, clock) = from_seconds(vm, now, micro)?;
    let transition = now - local(vm, seconds - MOST_FOLD) - MOST_FOLD;
    let fold = transition < 0 && local(vm, seconds + transition) == now;
    Ok((day, clock, fold))
}

/// Seconds and microseconds of a timestamp, rounded to the nearest, halves to even.
///
/// # Errors
/// TypeError if it is not a number; ValueError for NaN; OverflowError if it is out of range.
pub fn timestamp_argument(vm: &Vm, value: &Value) -> VmResult<(i64, u32)> {
    let too_large = || vm.overflow_error("timestamp out of range for platform time_t");
    if is_int(value) {
        return Ok((to_i64(value).ok_or_else(too_large)?, 0));
    }
    let x = match value.as_float() {
        Some(x) => x,
        None if value.get::<float::Float>().is_some() => float::require(vm, value)?,
        None => {
            let index = vm.index(value)?;
            return Ok((to_i64(&index).ok_or_else(too_large)?, 0));
        }
    };
    if x.is_nan() {
        return Err(vm.error(Exc::ValueError, "Invalid value NaN (not a number)"));
    }
    let (mut whole, mut micros) = (x.trunc(), libm::rint(x.fract() * 1e6));
    if micros >= 1e6 {
        (whole, micros) = (whole + 1.0, micros - 1e6);
    } else if micros < 0.0 {
        (whole, micros) = (whole - 1.0, micros + 1e6);
    }
    if !(-(2f64.powi(63))..2f64.powi(63)).contains(&whole) {
        return Err(too_large());
    }
    Ok((whole as i64, micros as u32))
}

/// Seconds and microseconds since 1970 by the interpreter's clock, which may be virtual.
pub fn now(vm: &Vm) -> (i64, u32) {
    let running = crate::event_loop::running(vm);
    running.clock.look();
    let nanos = running.clock.wall();
    (nanos.div_euclid(1_000_000_000), (nanos.rem_euclid(1_000_000_000) / 1000) as u32)
}
