//! Addresses of sockets and network interfaces in Python's form.

use super::names::{self, look_up};
use crate::event_loop::choices::network::{internet_address, local};
use crate::modules::os::{self, files::failed};
use crate::objects::bytes::{self, ByteArray, Bytes};
use crate::objects::exception::Exc;
use crate::objects::int;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::objects::str_methods::c_int;
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, network, system};
use crate::text::os_text;
use crate::vm::{Vm, VmResult};
use rustix::io::Errno;
#[cfg(target_os = "linux")]
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{SocketAddrAny, SocketAddrUnix};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

const UNIX: i32 = 1;
pub(super) const INET: i32 = 2;
pub(super) const INET6: i32 = 10;
#[cfg(target_os = "linux")]
const NETLINK: i32 = 16;

/// An address in Python's form.
pub fn value(address: SocketAddrAny) -> Value {
    if let Ok(ip) = SocketAddr::try_from(address.clone()) {
        return address_value(ip);
    }
    #[cfg(target_os = "linux")]
    if let Ok(kernel) = SocketAddrNetlink::try_from(address.clone()) {
        let parts = [kernel.pid(), kernel.groups()];
        return Tuple::new(parts.map(|part| i64::from(part).into())).into_value();
    }
    match SocketAddrUnix::try_from(address) {
        // Nothing is received from a wildcard.
        Ok(unix) if let Some(ip) = internet_address(&unix) => address_value(local(ip)),
        Ok(unix) => match (abstract_name(&unix).filter(|name| !name.is_empty()), unix.path()) {
            (Some(name), _) => Bytes::new([b"\0", name].concat()).into_value(),
            (None, Some(path)) => os_text::from_bytes(path.to_bytes()).into(),
            (None, None) => "".into(),
        },
        Err(_) => Value::NONE,
    }
}

#[cfg(target_os = "linux")]
fn abstract_name(unix: &SocketAddrUnix) -> Option<&[u8]> {
    unix.abstract_name()
}

#[cfg(not(target_os = "linux"))]
fn abstract_name(_: &SocketAddrUnix) -> Option<&[u8]> {
    None
}

/// The address of a path, or of a name that begins with a null and has no place among the files.
fn unix_address(vm: &Vm, given: &Value) -> VmResult<Result<SocketAddrUnix, Errno>> {
    let bytes = bytes::with(vm, given, |bytes| Bytes::new(bytes.to_vec()).into_value())?;
    let given = bytes.as_ref().unwrap_or(given);
    #[cfg(target_os = "linux")]
    if let Some(name) = os::process_text(&os::file_system_path(vm, given)?)
        && let Some(name) = name.as_encoded_bytes().strip_prefix(b"\0")
    {
        return Ok(SocketAddrUnix::new_abstract_name(name));
    }
    let path = os::path_text(vm, given)?;
    if path.is_empty() {
        // The system chooses a name.
        return Ok(Ok(SocketAddrUnix::new_unnamed()));
    }
    Ok(SocketAddrUnix::new(os_text::to_os(&path).unwrap_or_default()))
}

/// The address for a socket of this family, from a program's value.
///
/// # Errors
/// TypeError for an invalid address; `gaierror` for an unknown name; OSError.
pub fn argument(vm: &Vm, family: i32, given: &Value, function: &str) -> VmResult<SocketAddrAny> {
    if function != "connect" {
        vm.require_whole_network()?;
    }
    if family == UNIX {
        vm.require_unix_sockets()?;
        return unix_address(vm, given)?.map(SocketAddrAny::from).map_err(|e| match e {
            Errno::NAMETOOLONG => vm.error(Exc::OSError, "AF_UNIX path too long"),
            e => failed(vm, e),
        });
    }
    let name = match family {
        #[cfg(target_os = "linux")]
        NETLINK => "AF_NETLINK",
        INET6 => "AF_INET6",
        INET => "AF_INET",
        other => {
            let message = format!("{function}(): Hob has no addresses of the family {other}");
            return Err(vm.error(Exc::OSError, message));
        }
    };
    let Some(parts) = given.get::<Tuple>() else {
        let (shown, family) = (vm.class_ref(given).message_name(), name);
        let message = format!("{function}(): {family} address must be tuple, not {shown}");
        return Err(vm.type_error(message));
    };
    #[cfg(target_os = "linux")]
    if family == NETLINK {
        vm.require_whole_network()?;
        return kernel_address(vm, parts.items()).map(SocketAddrAny::from);
    }
    let (host, port, rest) = match (parts.items(), family) {
        ([host, port], _) => (host, port, &[][..]),
        ([host, port, rest @ ..], INET6) if rest.len() <= 2 => (host, port, rest),
        (_, INET6) => {
            let message = "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])";
            return Err(vm.type_error(message));
        }
        _ => return Err(vm.type_error("AF_INET address must be a pair (host, port)")),
    };
    let port = vm.index_clipped(port)?;
    let Ok(port) = u16::try_from(port) else {
        return Err(vm.overflow_error(format!("{function}(): port must be 0-65535.")));
    };
    let host = host_argument(vm, host, "str, bytes or bytearray expected")?;
    let mut found = look_up(vm, &host, port, family)?;
    if let SocketAddr::V6(address) = &mut found {
        let number = |at: usize| rest.get(at).map(|part| vm.index_clipped(part));
        if let Some(flow) = number(0).transpose()? {
            if !(0..=0xFFFFF).contains(&flow) {
                let message = format!("{function}(): flowinfo must be 0-1048575.");
                return Err(vm.overflow_error(message));
            }
            address.set_flowinfo((flow as u32).to_be());
        }
        if let Some(scope) = number(1).transpose()? {
            address.set_scope_id(scope as u32);
        }
    }
    Ok(SocketAddrAny::from(found))
}

/// The address of a part of the kernel: a pair of numbers, each of which C makes unsigned.
#[cfg(target_os = "linux")]
fn kernel_address(vm: &Vm, parts: &[Value]) -> VmResult<SocketAddrNetlink> {
    let [pid, groups] = parts else {
        return Err(vm.type_error("AF_NETLINK address must be a pair (pid, groups)"));
    };
    let number = |part| Ok(vm.index_sized(part)? as u32);
    Ok(SocketAddrNetlink::new(number(pid)?, number(groups)?))
}

/// The name of a host as an argument. `expected` describes the type for the error.
///
/// # Errors
/// TypeError for other values and for a name with a zero in it; UnicodeError for one that IDNA does
/// not allow.
pub(super) fn host_argument(vm: &Vm, value: &Value, expected: &str) -> VmResult<String> {
    let bytes = match value.get::<Str>() {
        Some(text) => Some(names::idna(vm, text)?),
        None if value.get::<Bytes>().is_some() || value.get::<ByteArray>().is_some() => {
            bytes::copied(vm, value)?
        }
        None => None,
    };
    let Some(bytes) = bytes else {
        let shown = vm.class_ref(value).message_name();
        return Err(vm.type_error(format!("{expected}, not {shown}")));
    };
    if bytes.contains(&0) {
        return Err(vm.type_error("host name must not contain null character"));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// An address as the C library writes it: an IPv6 address that contains an IPv4 one ends with that.
pub fn ip_text(ip: IpAddr) -> String {
    match ip {
        IpAddr::V6(v6) if matches!(v6.segments(), [0, 0, 0, 0, 0, 0, high, _] if high > 0) => {
            let [.., a, b, c, d] = v6.octets();
            format!("::{}", Ipv4Addr::new(a, b, c, d))
        }
        ip => ip.to_string(),
    }
}

/// An internet address in Python's form.
pub fn address_value(address: SocketAddr) -> Value {
    let (host, port) = (ip_text(address.ip()).into(), i64::from(address.port()).into());
    match address {
        SocketAddr::V4(_) => Tuple::new([host, port]).into_value(),
        SocketAddr::V6(address) => {
            let flow = i64::from(u32::from_be(address.flowinfo()));
            let scope = i64::from(address.scope_id());
            Tuple::new([host, port, flow.into(), scope.into()]).into_value()
        }
    }
}

/// A text argument of a function with a single argument.
fn text_argument<'a>(vm: &Vm, value: &'a Value, function: &str) -> VmResult<&'a str> {
    value.get::<Str>().map(|text| text.as_str()).ok_or_else(|| {
        let shown = vm.class_ref(value).message_name();
        vm.type_error(format!("{function} argument must be str, not {shown}"))
    })
}

fn to_network(vm: &Vm, a: Args<'_>) -> VmResult {
    let family = vm.index_clipped(a.at(0))? as i32;
    let text = text_argument(vm, a.at(1), "inet_pton() argument 2")?;
    let bytes = match family {
        INET => text.parse::<Ipv4Addr>().map(|ip| ip.octets().to_vec()).ok(),
        INET6 => text.parse::<Ipv6Addr>().map(|ip| ip.octets().to_vec()).ok(),
        _ => return Err(failed(vm, Errno::AFNOSUPPORT)),
    };
    let error = || vm.error(Exc::OSError, "illegal IP address string passed to inet_pton");
    bytes.map(|b| Bytes::new(b).into_value()).ok_or_else(error)
}

fn from_network(vm: &Vm, a: Args<'_>) -> VmResult {
    let family = vm.index_clipped(a.at(0))? as i32;
    let bytes = bytes::with_required(vm, a.at(1), <[u8]>::to_vec)?;
    let ip = match family {
        INET => <[u8; 4]>::try_from(bytes).ok().map(IpAddr::from),
        INET6 => <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from),
        _ => return Err(vm.value_error(format!("unknown address family {family}"))),
    };
    let ip = ip.ok_or_else(|| vm.value_error("invalid length of packed IP address string"))?;
    Ok(ip_text(ip).into())
}

/// `inet_aton`: one to four numbers, the last of which fills the remaining bytes; each is decimal,
/// octal after `0`, or hexadecimal after `0x`. Text after white space is ignored.
fn packed_ipv4(text: &str) -> Option<[u8; 4]> {
    let text = text.split(|c: char| c.is_ascii_whitespace()).next()?;
    let numbers = text.split('.').map(|part| {
        let (digits, radix) = match part.as_bytes() {
            [b'0', b'x' | b'X', ..] => (&part[2..], 16),
            [b'0', _, ..] => (&part[1..], 8),
            _ => (part, 10),
        };
        // A sign is not a digit.
        digits.starts_with(|c: char| c.is_digit(radix)).then_some(())?;
        u32::from_str_radix(digits, radix).ok()
    });
    let numbers: Vec<u32> = numbers.collect::<Option<_>>()?;
    let (last, others) = numbers.split_last()?;
    if others.len() > 3 || others.iter().any(|part| *part > 255) {
        return None;
    }
    let left = 32 - 8 * others.len() as u32;
    if left < 32 && last >> left != 0 {
        return None;
    }
    let start = others.iter().enumerate().map(|(i, part)| part << (24 - 8 * i)).sum::<u32>();
    Some((start | last).to_be_bytes())
}

/// A number of 16 bits with its bytes swapped: `htons` and `ntohs`.
fn swap16(vm: &Vm, a: &Args<'_>, function: &str) -> VmResult {
    let number = c_int(vm, a.opt(0), 0)?;
    if number < 0 {
        let message =
            format!("{function}: can't convert negative Python int to C 16-bit unsigned integer");
        return Err(vm.overflow_error(message));
    }
    let number = u16::try_from(number).map_err(|_| {
        let message = "Python int too large to convert to C 16-bit unsigned integer";
        vm.overflow_error(format!("{function}: {message}"))
    })?;
    Ok(i64::from(number.to_be()).into())
}

/// A number of 32 bits with its bytes reversed: `htonl` and `ntohl`.
fn swap32(vm: &Vm, a: Args<'_>) -> VmResult {
    if !int::is_int(a.at(0)) {
        let shown = vm.class_ref(a.at(0)).message_name();
        return Err(vm.type_error(format!("expected int, {shown} found")));
    }
    match vm.index_clipped(a.at(0))? {
        ..0 => Err(vm.overflow_error("can't convert negative value to unsigned int")),
        number => match u32::try_from(number) {
            Ok(number) => Ok(i64::from(number.to_be()).into()),
            Err(_) => Err(vm.overflow_error("int larger than 32 bits")),
        },
    }
}

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("gethostname()", "Return the current host name.", |_, _| {
        Ok(rustix::system::uname().nodename().to_string_lossy().into_owned().into())
    }),
    NativeDef::new("sethostname(name, /)", "Sets the hostname to name.", |vm, a| {
        let name = crate::modules::os::path_text(vm, a.at(0))?;
        let name = os_text::to_os(&name).unwrap_or_default();
        rustix::system::sethostname(name.as_encoded_bytes()).map_err(|e| failed(vm, e))?;
        Ok(Value::NONE)
    }),
    NativeDef::new(
        "if_nameindex()",
        "Returns a list of network interface information (index, name) tuples.",
        |vm, _| {
            let found = network::interfaces().map_err(|error| vm.os_error(&error, None))?;
            let pairs = found.into_iter().map(|(index, name)| {
                let name = os_text::from_bytes(name.as_bytes());
                Tuple::new([i64::from(index).into(), name.into()]).into_value()
            });
            Ok(List::new(pairs.collect()).into_value())
        },
    ),
    NativeDef::new(
        "if_nametoindex(oname, /)",
        "Returns the interface index corresponding to the interface name.",
        |vm, a| {
            let name = crate::modules::os::path_text(vm, a.at(0))?;
            let name = system::c_string(name.as_bytes()).map_err(|e| vm.os_error(&e, None))?;
            match network::interface_index(&name) {
                Ok(index) => Ok(i64::from(index).into()),
                Err(_) => Err(vm.error(Exc::OSError, "no interface with this name")),
            }
        },
    ),
    NativeDef::new(
        "if_indextoname(index, /)",
        "Returns the interface name corresponding to the interface index.",
        |vm, a| {
            let index = u32::try_from(vm.index_clipped(a.at(0))?);
            let index = index.map_err(|_| vm.overflow_error("index out of range"))?;
            let name = network::interface_name(index).map_err(|e| vm.os_error(&e, None))?;
            Ok(os_text::from_bytes(name.as_bytes()).into())
        },
    ),
    NativeDef::new(
        "inet_pton(address_family, ip_string, /)",
        "Convert an IP address from string format to a packed string.",
        to_network,
    ),
    NativeDef::new(
        "inet_ntop(address_family, packed_ip, /)",
        "Convert a packed IP address to string format.",
        from_network,
    ),
    NativeDef::new(
        "inet_aton(ip_addr, /)",
        "Convert an IP address in string format to the 32-bit packed binary format.",
        |vm, a| match packed_ipv4(text_argument(vm, a.at(0), "inet_aton()")?) {
            Some(bytes) => Ok(Bytes::new(bytes.to_vec()).into_value()),
            None => Err(vm.error(Exc::OSError, "illegal IP address string passed to inet_aton")),
        },
    ),
    NativeDef::new(
        "inet_ntoa(packed_ip, /)",
        "Convert an IP address from 32-bit packed binary format to string format.",
        |vm, a| match <[u8; 4]>::try_from(bytes::with_required(vm, a.at(0), <[u8]>::to_vec)?) {
            Ok(bytes) => Ok(ip_text(IpAddr::from(bytes)).into()),
            Err(_) => Err(vm.error(Exc::OSError, "packed IP wrong length for inet_ntoa")),
        },
    ),
    NativeDef::new(
        "htons(integer, /)",
        "Convert a 16-bit unsigned integer from host to network byte order.",
        |vm, a| swap16(vm, &a, "htons"),
    ),
    NativeDef::new(
        "ntohs(integer, /)",
        "Convert a 16-bit unsigned integer from network to host byte order.",
        |vm, a| swap16(vm, &a, "ntohs"),
    ),
    NativeDef::new(
        "htonl(integer, /)",
        "Convert a 32-bit integer from host to network byte order.",
        swap32,
    ),
    NativeDef::new(
        "ntohl(integer, /)",
        "Convert a 32-bit integer from network to host byte order.",
        swap32,
    ),
];
