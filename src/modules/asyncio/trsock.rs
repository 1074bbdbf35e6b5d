//! `asyncio.trsock.TransportSocket`: the socket of a transport or server as shown to programs.

use crate::event_loop::choices::network;
use crate::modules::socket::options;
use crate::objects::exception::Exc;
use crate::objects::native::{ClassDef, NativeDef, NativeObject, readable};
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value, fd};
use crate::vm::{Vm, VmResult};
use rustix::net::sockopt;
use std::cell::Cell;
use std::os::fd::BorrowedFd;

/// The data of a `TransportSocket`.
pub struct SocketInfo {
    /// The file descriptor; -1 once closed.
    fd: Cell<i32>,
    /// The own address.
    own: Value,
    /// The other side's address, or None.
    peer: Value,
    family: i64,
    protocol: i64,
}

impl NativeObject for SocketInfo {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.own);
        visit(&self.peer);
    }
}

/// An object for a socket with these addresses.
pub fn new(vm: &Vm, number: i32, own: Value, peer: Value) -> Value {
    let open = fd::borrow(number);
    let family = open.and_then(|file| network::family(file).ok());
    let protocol = open.and_then(|file| sockopt::socket_protocol(file).ok().flatten());
    let info = SocketInfo {
        fd: Cell::new(number),
        own,
        peer,
        family: family.map_or(0, |f| i64::from(f.as_raw())),
        protocol: protocol.map_or(0, |p| i64::from(p.as_raw().get())),
    };
    super::runner::new_native(&vm.class_for(&SOCKET_INFO), info)
}

/// Notes that the socket is closed.
pub fn closed(socket: &Value) {
    if let Some(info) = socket.native::<SocketInfo>() {
        info.fd.set(-1);
    }
}

impl SocketInfo {
    fn file(&self, vm: &Vm) -> VmResult<BorrowedFd<'static>> {
        let closed = std::io::Error::from_raw_os_error(9);
        fd::borrow(self.fd.get()).ok_or_else(|| vm.os_error(&closed, None))
    }

    fn text(&self, vm: &Vm, this: &Value) -> VmResult<String> {
        let open = self.fd.get() >= 0;
        let class = vm.class_of(this).name();
        let mut text = format!(
            "<asyncio.{class} fd={}, family={}, type=1, proto={}",
            self.fd.get(),
            self.family,
            self.protocol
        );
        for (name, address) in [("laddr", &self.own), ("raddr", &self.peer)] {
            let shown = vm.repr(address)?;
            if open && !address.is_none() && shown.as_str() != "''" {
                text.push_str(&format!(", {name}={}", shown.as_str()));
            }
        }
        Ok(text + ">")
    }
}

/// A member of one of the enumerations of `socket`.
fn named(vm: &Vm, enumeration: &str, number: i64) -> VmResult {
    let class = vm.get_attribute(&vm.import_module("socket")?, &intern(enumeration))?;
    vm.call(&class, &[number.into()])
}

/// The class of a `TransportSocket`.
static SOCKET_INFO: ClassDef = ClassDef {
    name: "TransportSocket",
    module: "asyncio.trsock",
    doc: "A socket-like wrapper for exposing real transport sockets.\n\nThese objects can be safely returned by APIs like\n`transport.get_extra_info('socket')`.  All potentially disruptive\noperations (like \"socket.close()\") are banned.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new("getsockname(self)", "", |_, args| {
            Ok(args.data::<SocketInfo>().own.clone())
        }),
        NativeDef::new("getpeername(self)", "", |vm, args| {
            let info = args.data::<SocketInfo>();
            if info.peer.is_none() {
                return Err(vm.os_error(&std::io::Error::from_raw_os_error(107), None));
            }
            Ok(info.peer.clone())
        }),
        NativeDef::new("fileno(self)", "", |_, args| {
            Ok(i64::from(args.data::<SocketInfo>().fd.get()).into())
        }),
        NativeDef::new("getsockopt(self, level, option, buffersize=0, /)", "", |vm, args| {
            let file = args.data::<SocketInfo>().file(vm)?;
            options::get(vm, file, [args.at(1), args.at(2)], args.opt(3))
        }),
        NativeDef::new("setsockopt(self, level, option, value, optlen=0, /)", "", |vm, args| {
            let file = args.data::<SocketInfo>().file(vm)?;
            options::set(vm, file, [args.at(1), args.at(2), args.at(3)], args.opt(4))?;
            Ok(Value::NONE)
        }),
        NativeDef::new("shutdown(self, how, /)", "", |vm, args| {
            use rustix::net::Shutdown;
            let file = args.data::<SocketInfo>().file(vm)?;
            let how = match vm.index_clipped(args.at(1))? {
                0 => Shutdown::Read,
                1 => Shutdown::Write,
                _ => Shutdown::Both,
            };
            rustix::net::shutdown(file, how).map_err(|e| vm.os_error(&e.into(), None))?;
            Ok(Value::NONE)
        }),
        NativeDef::new("gettimeout(self)", "", |_, _| Ok(Value::small_int(0))),
        NativeDef::new("settimeout(self, value)", "", |vm, args| {
            if !args[1].is_none() && vm.index_clipped(&args[1])? == 0 {
                return Ok(Value::NONE);
            }
            Err(vm.value_error("settimeout(): only 0 timeout is allowed on transport sockets"))
        }),
        NativeDef::new("setblocking(self, flag)", "", |vm, args| {
            if vm.truthy(&args[1])? {
                let message = "setblocking(): transport sockets cannot be blocking";
                return Err(vm.value_error(message));
            }
            Ok(Value::NONE)
        }),
        NativeDef::new("__getstate__(self)", "", |vm, _| {
            Err(vm.error(Exc::TypeError, "Cannot serialize asyncio.TransportSocket object"))
        }),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            Ok(args.data::<SocketInfo>().text(vm, &args[0])?.into())
        }),
    ],
    properties: &[
        readable!("family", SocketInfo, |vm, info| named(vm, "AddressFamily", info.family)),
        readable!("type", SocketInfo, |vm, _info| named(vm, "SocketKind", 1)),
        readable!("proto", SocketInfo, |_, info| Ok(info.protocol.into())),
    ],
    ..ClassDef::BASE
};
