//! Socket addresses, and looking up names.

use super::super::os::files::failed;
use crate::event_loop::choices::network::internet_address;
use crate::objects::bytes::{Bytes, buffer};
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, network, system};
use crate::text::os_text;
use crate::vm::{Raised, Vm, VmResult};
use rustix::io::Errno;
use rustix::net::{SocketAddrAny, SocketAddrUnix};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};

const UNIX: i32 = 1;
const INET: i32 = 2;
const INET6: i32 = 10;

/// An address as Python has it.
pub fn value(address: SocketAddrAny) -> Value {
    if let Ok(ip) = SocketAddr::try_from(address.clone()) {
        return crate::modules::asyncio::address_value(ip);
    }
    match SocketAddrUnix::try_from(address) {
        Ok(unix) if let Some(ip) = internet_address(&unix) => {
            crate::modules::asyncio::address_value(ip)
        }
        Ok(unix) => unix.path().map_or("".into(), |p| os_text::from_bytes(p.to_bytes()).into()),
        Err(_) => Value::NONE,
    }
}

/// The address for a socket of this family, as given by a program.
///
/// # Errors
/// TypeError for an invalid address; `gaierror` for an unknown name; OSError.
pub fn argument(vm: &Vm, family: i32, given: &Value, function: &str) -> VmResult<SocketAddrAny> {
    if function != "connect" {
        vm.require_whole_network()?;
    }
    if family == UNIX {
        vm.require_unix_sockets()?;
        let path = crate::modules::os::path_text(vm, given)?;
        let unix = SocketAddrUnix::new(os_text::to_os(&path).unwrap_or_default());
        return unix.map(SocketAddrAny::from).map_err(|e| match e {
            Errno::NAMETOOLONG => vm.error(Exc::OSError, "AF_UNIX path too long"),
            e => failed(vm, e),
        });
    }
    let Some(parts) = given.get::<Tuple>() else {
        let shown = vm.class_ref(given).message_name();
        let family = if family == INET6 { "AF_INET6" } else { "AF_INET" };
        let message = format!("{function}(): {family} address must be tuple, not {shown}");
        return Err(vm.type_error(message));
    };
    let [host, port, ..] = parts.items() else {
        let message = format!("{function}(): AF_INET address must be a pair (host, port)");
        return Err(vm.type_error(message));
    };
    let port = vm.index_clipped(port)?;
    let Ok(port) = u16::try_from(port) else {
        return Err(vm.overflow_error(format!("{function}(): port must be 0-65535.")));
    };
    let host = text(vm, host)?.unwrap_or_default();
    let found = look_up(vm, &host, port, i64::from(family), true)?;
    Ok(SocketAddrAny::from(found[0]))
}

fn text(vm: &Vm, value: &Value) -> VmResult<Option<String>> {
    if value.is_none() {
        return Ok(None);
    }
    if let Some(text) = value.get::<Str>() {
        return Ok(Some(text.as_str().to_string()));
    }
    match value.get::<Bytes>() {
        Some(bytes) => Ok(Some(String::from_utf8_lossy(&bytes.data).into_owned())),
        None => {
            let shown = vm.class_ref(value).message_name();
            Err(vm.type_error(format!("str, bytes or bytearray expected, not {shown}")))
        }
    }
}

/// A `gaierror` to be raised.
pub fn lookup_error(vm: &Vm, number: i64, message: &str) -> Raised {
    let class = vm
        .import_module("_socket")
        .and_then(|m| vm.get_attribute(&m, &crate::objects::str::intern("gaierror")));
    match class.and_then(|c| vm.call(&c, &[number.into(), message.into()])) {
        Ok(made) => vm.to_exception(&made).map_or_else(|e| e, Raised),
        Err(raised) => raised,
    }
}

/// The addresses of a host, of a family (0 for any): at least one.
fn look_up(
    vm: &Vm,
    host: &str,
    port: u16,
    family: i64,
    passive: bool,
) -> VmResult<Vec<SocketAddr>> {
    vm.require_endpoint(host, port)?;
    let fits = |a: &SocketAddr| match family as i32 {
        INET => a.is_ipv4(),
        INET6 => a.is_ipv6(),
        _ => true,
    };
    let own: Vec<SocketAddr> = match host {
        "" => {
            let (v4, v6) = match passive {
                true => (Ipv4Addr::UNSPECIFIED, Ipv6Addr::UNSPECIFIED),
                false => (Ipv4Addr::LOCALHOST, Ipv6Addr::LOCALHOST),
            };
            vec![(v4, port).into(), (v6, port).into()]
        }
        "<broadcast>" => vec![(Ipv4Addr::BROADCAST, port).into()],
        name => match name.parse::<IpAddr>() {
            Ok(ip) => vec![(ip, port).into()],
            Err(_) => match (name, port).to_socket_addrs() {
                Ok(found) => {
                    let mut once = Vec::new();
                    for address in found {
                        if !once.contains(&address) {
                            once.push(address);
                        }
                    }
                    once
                }
                Err(_) => return Err(lookup_error(vm, -2, "Name or service not known")),
            },
        },
    };
    let found: Vec<SocketAddr> = own.into_iter().filter(fits).collect();
    if found.is_empty() {
        return Err(lookup_error(vm, -9, "Address family for hostname not supported"));
    }
    found.iter().for_each(|address| vm.note_address(*address));
    Ok(found)
}

/// Services that programs name; the rest is in a file that few systems have.
const SERVICES: &[(&str, u16)] = &[
    ("ftp", 21),
    ("ssh", 22),
    ("telnet", 23),
    ("smtp", 25),
    ("domain", 53),
    ("http", 80),
    ("pop3", 110),
    ("ntp", 123),
    ("imap", 143),
    ("https", 443),
    ("imaps", 993),
    ("pop3s", 995),
];

fn getaddrinfo(vm: &Vm, a: Args<'_>) -> VmResult {
    let number = |i: usize| a.opt(i).map_or(Ok(0), |v| vm.index_clipped(v));
    let (family, kind, protocol, flags) = (number(2)?, number(3)?, number(4)?, number(5)?);
    let host = text(vm, a.at(0))?;
    let port = match a.some(1) {
        None => 0,
        Some(given) => match text(vm, given) {
            Ok(Some(name)) => match name.parse::<u16>() {
                Ok(port) => port,
                Err(_) => match SERVICES.iter().find(|(n, _)| *n == name) {
                    Some((_, port)) => *port,
                    None => {
                        let message = "Servname not supported for ai_socktype";
                        return Err(lookup_error(vm, -8, message));
                    }
                },
            },
            _ => vm.index_clipped(given)? as u16,
        },
    };
    let passive = flags & 1 != 0;
    let found = look_up(vm, host.as_deref().unwrap_or(""), port, family, passive)?;
    let kinds = [(1, 6), (2, 17), (3, 0)];
    let wanted = |k: i64, p: i64| (kind == 0 || kind == k) && (protocol == 0 || p == protocol);
    let mut entries = Vec::new();
    for address in found {
        for (kind, protocol) in kinds.into_iter().filter(|(k, p)| wanted(*k, *p)) {
            let family = i64::from(if address.is_ipv4() { INET } else { INET6 });
            let entry = [
                family.into(),
                kind.into(),
                protocol.into(),
                "".into(),
                crate::modules::asyncio::address_value(address),
            ];
            entries.push(Tuple::new(entry).into_value());
        }
    }
    Ok(List::new(entries).into_value())
}

fn host_argument(vm: &Vm, value: &Value) -> VmResult<String> {
    Ok(text(vm, value)?.unwrap_or_default())
}

fn to_network(vm: &Vm, a: Args<'_>) -> VmResult {
    let (family, text) = (vm.index_clipped(a.at(0))? as i32, host_argument(vm, a.at(1))?);
    let bytes = match family {
        INET => text.parse::<Ipv4Addr>().map(|ip| ip.octets().to_vec()).ok(),
        INET6 => text.parse::<Ipv6Addr>().map(|ip| ip.octets().to_vec()).ok(),
        _ => return Err(failed(vm, Errno::AFNOSUPPORT)),
    };
    let error = || vm.error(Exc::OSError, "illegal IP address string passed to inet_pton");
    bytes.map(|b| Bytes::new(b).into_value()).ok_or_else(error)
}

fn from_network(vm: &Vm, family: i32, packed: &Value) -> VmResult {
    let bytes = buffer(packed).map(|b| b.to_vec()).unwrap_or_default();
    let shown = match family {
        INET => <[u8; 4]>::try_from(bytes).ok().map(|b| Ipv4Addr::from(b).to_string()),
        INET6 => <[u8; 16]>::try_from(bytes).ok().map(|b| Ipv6Addr::from(b).to_string()),
        _ => return Err(vm.value_error(format!("unknown address family {family}"))),
    };
    shown
        .map(Value::from)
        .ok_or_else(|| vm.value_error("invalid length of packed IP address string"))
}

fn swap16(vm: &Vm, a: Args<'_>) -> VmResult {
    match u16::try_from(vm.index_clipped(a.at(0))?) {
        Ok(number) => Ok(i64::from(number.to_be()).into()),
        Err(_) => Err(vm
            .overflow_error("htons: Python int too large to convert to C 16-bit unsigned integer")),
    }
}

fn swap32(vm: &Vm, a: Args<'_>) -> VmResult {
    match u32::try_from(vm.index_clipped(a.at(0))?) {
        Ok(number) => Ok(i64::from(number.to_be()).into()),
        Err(_) => Err(vm.overflow_error("int larger than 32 bits")),
    }
}

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)",
        "Resolve host and port into addrinfo struct.",
        getaddrinfo,
    ),
    NativeDef::new("gethostbyname(host, /)", "Return the IP address for a host.", |vm, a| {
        let host = host_argument(vm, a.at(0))?;
        Ok(look_up(vm, &host, 0, i64::from(INET), true)?[0].ip().to_string().into())
    }),
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
        "getnameinfo(sockaddr, flags, /)",
        "Get host and port for a sockaddr.",
        |vm, a| {
            let Some(parts) = a[0].get::<Tuple>() else {
                return Err(vm.type_error("getnameinfo() argument 1 must be a tuple"));
            };
            let host = parts.items().first().cloned().unwrap_or(Value::NONE);
            let port = parts.items().get(1).map_or(Ok(0), |p| vm.index_clipped(p))?;
            Ok(Tuple::new([host, port.to_string().into()]).into_value())
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
        |vm, a| from_network(vm, vm.index_clipped(a.at(0))? as i32, a.at(1)),
    ),
    NativeDef::new(
        "inet_aton(ip_addr, /)",
        "Convert an IP address in string format to the 32-bit packed binary format.",
        |vm, a| match host_argument(vm, a.at(0))?.parse::<Ipv4Addr>() {
            Ok(ip) => Ok(Bytes::new(ip.octets().to_vec()).into_value()),
            Err(_) => Err(vm.error(Exc::OSError, "illegal IP address string passed to inet_aton")),
        },
    ),
    NativeDef::new(
        "inet_ntoa(packed_ip, /)",
        "Convert an IP address from 32-bit packed binary format to string format.",
        |vm, a| from_network(vm, INET, a.at(0)),
    ),
    NativeDef::new(
        "htons(integer, /)",
        "Convert a 16-bit unsigned integer from host to network byte order.",
        swap16,
    ),
    NativeDef::new(
        "ntohs(integer, /)",
        "Convert a 16-bit unsigned integer from network to host byte order.",
        swap16,
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
