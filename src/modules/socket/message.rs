//! Messages with ancillary data: `socket.sendmsg`, `socket.recvmsg`.

use super::{Socket, address};
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::memoryview;
use crate::objects::native::{Args, NativeDef};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::runtime::message::{self, Control, Received};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use rustix::event::PollFlags;

/// The longest control data that the system accepts.
const MAX_CONTROL: usize = i32::MAX as usize;

fn flags(vm: &Vm, given: Option<&Value>) -> VmResult<i32> {
    given.map_or(Ok(0), |flags| Ok(vm.index_clipped(flags)? as i32))
}

fn control(vm: &Vm, given: &Value) -> VmResult<Vec<Control>> {
    let mut messages = Vec::new();
    for item in vm.to_vec(given)? {
        let parts = item.get::<Tuple>().map(|tuple| tuple.items());
        let Some([level, kind, data]) = parts else {
            return Err(vm.type_error("sendmsg() argument 2 must be an iterable of 3-tuples"));
        };
        let (level, kind) = (vm.index_clipped(level)? as i32, vm.index_clipped(kind)? as i32);
        let data = bytes::require(vm, data)?.to_vec();
        messages.push((level, kind, data));
    }
    if !messages.is_empty() {
        // Descriptors travel in such data.
        vm.require(Capability::Descriptors)?;
    }
    Ok(messages)
}

fn send(vm: &Vm, a: Args<'_>) -> VmResult {
    let socket = a.data::<Socket>();
    let mut buffers = Vec::new();
    for buffer in vm.to_vec(a.at(1))? {
        buffers.push(bytes::require(vm, &buffer)?.to_vec());
    }
    let control = a.some(2).map_or(Ok(Vec::new()), |given| control(vm, given))?;
    let flags = flags(vm, a.opt(3))?;
    let at_once = flags & libc::MSG_DONTWAIT != 0;
    let flags = flags | libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT;
    let target = match a.some(4) {
        Some(given) => Some(address::argument(vm, socket.family.get(), given, "sendmsg")?),
        None => None,
    };
    let sent = socket.attempt_unless(vm, at_once, PollFlags::OUT, |file| {
        message::send(file, &buffers, &control, flags, target.as_ref())
    })?;
    Ok(Value::from(sent))
}

/// Receives into the buffers; returns the message and its last three parts as a program sees them.
fn receive_parts(
    vm: &Vm,
    a: &Args<'_>,
    buffers: &mut [Vec<u8>],
) -> VmResult<(Received, [Value; 3])> {
    let room = a.opt(2).map_or(Ok(0), |size| vm.index_clipped(size))?;
    let Some(room) = usize::try_from(room).ok().filter(|room| *room <= MAX_CONTROL) else {
        return Err(vm.value_error("invalid ancillary data buffer length"));
    };
    if room > 0 {
        vm.require(Capability::Descriptors)?;
        vm.reserve(room)?;
    }
    let flags = flags(vm, a.opt(3))?;
    let at_once = flags & libc::MSG_DONTWAIT != 0;
    let mut received = a.data::<Socket>().attempt_unless(vm, at_once, PollFlags::IN, |file| {
        message::receive(file, buffers, room, flags | libc::MSG_CMSG_CLOEXEC | libc::MSG_DONTWAIT)
    })?;
    received.flags &= !(libc::MSG_CMSG_CLOEXEC | libc::MSG_DONTWAIT);
    let control = received.control.iter().map(|(level, kind, data)| {
        let data = Bytes::new(data.clone()).into_value();
        Tuple::new([i64::from(*level).into(), i64::from(*kind).into(), data]).into_value()
    });
    let parts = [
        List::new(control.collect()).into_value(),
        i64::from(received.flags).into(),
        received.address.take().map_or(Value::NONE, address::value),
    ];
    Ok((received, parts))
}

fn receive(vm: &Vm, a: Args<'_>) -> VmResult {
    let Ok(size) = usize::try_from(vm.index_clipped(a.at(1))?) else {
        return Err(vm.value_error("negative buffer size in recvmsg()"));
    };
    let mut data = vm.vec_with_capacity(size)?;
    data.resize(size, 0);
    let mut buffers = [data];
    let (received, [control, flags, from]) = receive_parts(vm, &a, &mut buffers)?;
    let [mut data] = buffers;
    data.truncate(received.count);
    Ok(Tuple::new([Bytes::new(data).into_value(), control, flags, from]).into_value())
}

fn receive_into(vm: &Vm, a: Args<'_>) -> VmResult {
    let targets = vm.to_vec(a.at(1))?;
    let targets: Vec<Value> =
        targets.iter().map(|target| bytes::writable(vm, target)).collect::<VmResult<_>>()?;
    let mut buffers = Vec::new();
    for target in &targets {
        let Some(room) = memoryview::room(target) else {
            let shown = vm.class_ref(target).message_name();
            let message = format!("a read-write bytes-like object is required, not '{shown}'");
            return Err(vm.error(Exc::TypeError, message));
        };
        vm.reserve(room)?;
        buffers.push(vec![0; room]);
    }
    let (received, [control, flags, from]) = receive_parts(vm, &a, &mut buffers)?;
    let mut left = received.count;
    for (target, data) in targets.iter().zip(&buffers) {
        let count = left.min(data.len());
        memoryview::fill(target, &data[..count]);
        left -= count;
    }
    Ok(Tuple::new([Value::from(received.count), control, flags, from]).into_value())
}

fn sized(vm: &Vm, a: Args<'_>, of: fn(usize) -> Option<usize>, name: &str) -> VmResult {
    let length = usize::try_from(vm.index_clipped(a.at(0))?).ok();
    match length.and_then(of).filter(|size| *size <= MAX_CONTROL) {
        Some(size) => Ok(Value::from(size)),
        None => Err(vm.overflow_error(format!("{name}() argument out of range"))),
    }
}

/// Functions of the module.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "CMSG_LEN(length, /)",
        "Return the total length, without trailing padding, of an ancillary data item.",
        |vm, a| sized(vm, a, message::control_length, "CMSG_LEN"),
    ),
    NativeDef::new(
        "CMSG_SPACE(length, /)",
        "Return the buffer size needed for recvmsg() to receive an ancillary data item.",
        |vm, a| sized(vm, a, message::control_space, "CMSG_SPACE"),
    ),
];

/// Methods of sockets.
pub const METHODS: &[NativeDef] = &[
    NativeDef::new(
        "sendmsg(self, buffers, ancdata=(), flags=0, address=None, /)",
        "Send normal and ancillary data to the socket.",
        send,
    ),
    NativeDef::new(
        "recvmsg(self, bufsize, ancbufsize=0, flags=0, /)",
        "Receive normal data (up to bufsize bytes) and ancillary data from the socket.",
        receive,
    ),
    NativeDef::new(
        "recvmsg_into(self, buffers, ancbufsize=0, flags=0, /)",
        "Receive normal data and ancillary data from the socket, scattering the former.",
        receive_into,
    ),
];
