//! Options of sockets, as numbers or bytes.

use crate::event_loop::running;
use crate::objects::bytes::{Bytes, buffer};
use crate::objects::exception::Exc;
use crate::objects::int::is_int;
use crate::runtime::{Value, network};
use crate::vm::{Vm, VmResult};
use std::os::fd::BorrowedFd;

fn number(vm: &Vm, value: &Value) -> VmResult<i32> {
    let number = vm.index_clipped(value)?;
    i32::try_from(number).map_err(|_| vm.overflow_error("Python int too large to convert to C int"))
}

/// Sets an option to an int or bytes; to None, with a length, for options without a value.
///
/// # Errors
/// OSError; TypeError for other values.
pub fn set(
    vm: &Vm,
    file: BorrowedFd<'_>,
    [level, option, value]: [&Value; 3],
    length: Option<&Value>,
) -> VmResult<()> {
    let (level, option) = (number(vm, level)?, number(vm, option)?);
    let given = match (length, buffer(vm, value)?) {
        (Some(length), _) if value.is_none() => {
            let length = number(vm, length)?.max(0) as usize;
            vec![0; length.min(network::MAX_OPTION)]
        }
        (_, Some(bytes)) => bytes.to_vec(),
        (_, None) if is_int(value) || vm.class_ref(value).has("__index__") => {
            number(vm, value)?.to_ne_bytes().to_vec()
        }
        (_, None) => {
            let class = vm.class_ref(value).message_name();
            return Err(vm.type_error(format!("a bytes-like object is required, not '{class}'")));
        }
    };
    if running(vm).choices.network.set_option(file, level, option, &given) {
        return Ok(());
    }
    let set = network::set_option(file, level, option, &given);
    set.map_err(|error| vm.os_error(&error, None))
}

/// An option's value: an int, or with a size at most that many bytes.
///
/// # Errors
/// OSError.
pub fn get(
    vm: &Vm,
    file: BorrowedFd<'_>,
    [level, option]: [&Value; 2],
    size: Option<&Value>,
) -> VmResult {
    let (level, option) = (number(vm, level)?, number(vm, option)?);
    let size = size.map_or(Ok(0), |size| number(vm, size))?;
    let kept = running(vm).choices.network.option(file, level, option);
    let get = |room: &mut [u8]| {
        if let Some(kept) = &kept {
            let length = kept.len().min(room.len());
            room[..length].copy_from_slice(&kept[..length]);
            return Ok(length);
        }
        let got = network::option(file, level, option, room);
        got.map_err(|error| vm.os_error(&error, None))
    };
    if size == 0 {
        let mut room = [0; 4];
        get(&mut room)?;
        return Ok(i64::from(i32::from_ne_bytes(room)).into());
    }
    let size = usize::try_from(size).ok().filter(|size| *size <= network::MAX_OPTION);
    let Some(size) = size else {
        return Err(vm.error(Exc::OSError, "getsockopt buflen out of range"));
    };
    let mut room = vec![0; size];
    let length = get(&mut room)?;
    room.truncate(length);
    Ok(Bytes::new(room).into_value())
}
