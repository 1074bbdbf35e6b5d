//! Names of hosts and services: the system's resolver, called on a helper thread.

use super::address::{INET, INET6, address_value, host_argument, ip_text};
use crate::modules::os::blocking;
use crate::objects::bytes::Bytes;
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::objects::str_methods::c_int;
use crate::objects::tuple::Tuple;
use crate::objects::{encoding, int};
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};
use dns_lookup::{AddrInfo, AddrInfoHints, LookupError};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The number of a resolver error, and its text in glibc.
type Failure = (i32, &'static str);

const NO_NAME: Failure = (libc::EAI_NONAME, "Name or service not known");
const NO_FAMILY: Failure = (-9, "Address family for hostname not supported");
const FAILURES: &[Failure] = &[
    (libc::EAI_BADFLAGS, "Bad value for ai_flags"),
    NO_NAME,
    (libc::EAI_AGAIN, "Temporary failure in name resolution"),
    (libc::EAI_FAIL, "Non-recoverable failure in name resolution"),
    (libc::EAI_NODATA, "No address associated with hostname"),
    (libc::EAI_FAMILY, "ai_family not supported"),
    (libc::EAI_SOCKTYPE, "ai_socktype not supported"),
    (libc::EAI_SERVICE, "Servname not supported for ai_socktype"),
    NO_FAMILY,
    (libc::EAI_MEMORY, "Memory allocation failure"),
    (libc::EAI_OVERFLOW, "Argument buffer too small"),
];

/// `socket.gaierror` of a failure.
fn gaierror(vm: &Vm, (number, message): Failure) -> Raised {
    let arguments = [i64::from(number).into(), message.into()];
    let or = || vm.error(Exc::OSError, message);
    vm.module_error(("_socket", "gaierror"), &arguments, or)
}

fn herror(vm: &Vm) -> Raised {
    let or = || vm.error(Exc::OSError, "Unknown host");
    vm.module_error(("_socket", "herror"), &[1i64.into(), "Unknown host".into()], or)
}

fn failed(vm: &Vm, error: LookupError) -> Raised {
    let number = error.error_num();
    match FAILURES.iter().find(|(known, _)| *known == number) {
        Some(known) => gaierror(vm, *known),
        None => vm.os_error(&error.into(), None),
    }
}

/// Asks the system for addresses.
///
/// # Errors
/// `gaierror`; OSError; KeyboardInterrupt.
fn ask(
    vm: &Vm,
    host: Option<String>,
    service: Option<String>,
    hints: AddrInfoHints,
) -> VmResult<Vec<AddrInfo>> {
    if host.is_none() && service.is_none() {
        return Err(gaierror(vm, NO_NAME));
    }
    let needs_server =
        host.as_ref().is_some_and(|host| host.parse::<IpAddr>().is_err() && !is_local(host));
    let search = move || {
        let found = dns_lookup::getaddrinfo(host.as_deref(), service.as_deref(), Some(hints))?;
        found.collect::<std::io::Result<Vec<AddrInfo>>>().map_err(LookupError::from)
    };
    let found = if needs_server { blocking::call(vm, search)? } else { search() };
    let found = found.map_err(|error| failed(vm, error))?;
    found.iter().for_each(|entry| vm.note_address(entry.sockaddr));
    Ok(found)
}

/// The name of a host for the resolver: anything after a zero is not part of it.
///
/// # Errors
/// TypeError for other values; UnicodeError for a name that IDNA does not allow.
fn host_name(vm: &Vm, value: &Value) -> VmResult<Option<String>> {
    if value.is_none() {
        return Ok(None);
    }
    let bytes = match (value.get::<Str>(), value.get::<Bytes>()) {
        (Some(text), _) => idna(vm, text)?,
        (_, Some(bytes)) => bytes.data.to_vec(),
        _ => return Err(vm.type_error("getaddrinfo() argument 1 must be string or None")),
    };
    let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    Ok(Some(String::from_utf8_lossy(bytes).into_owned()))
}

pub(super) fn idna(vm: &Vm, text: &Ref<Str>) -> VmResult<Vec<u8>> {
    let name = text.as_str();
    let mut labels = name.strip_suffix('.').unwrap_or(name).split('.');
    if name.is_empty() || name.is_ascii() && labels.all(|label| (1..64).contains(&label.len())) {
        return Ok(name.as_bytes().to_vec());
    }
    encoding::encode(vm, text, "idna", "strict")
}

/// A service for the resolver: a name, or a number as text.
fn service_name(vm: &Vm, value: &Value) -> VmResult<Option<String>> {
    if value.is_none() {
        return Ok(None);
    }
    if int::is_int(value) {
        // Numbers of more than 64 bits are refused by the resolver itself.
        return Ok(Some(vm.str(&vm.index(value)?)?.as_str().to_string()));
    }
    let bytes = match (value.get::<Str>(), value.get::<Bytes>()) {
        (Some(text), _) => encoding::encode(vm, text, "utf-8", "strict")?,
        (_, Some(bytes)) => bytes.data.to_vec(),
        _ => return Err(vm.error(Exc::OSError, "Int or String expected")),
    };
    let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    Ok(Some(String::from_utf8_lossy(bytes).into_owned()))
}

/// The port of a service, for the permission check: 0 if there is no such service, since the
/// resolver will report that.
fn port_of(service: Option<&str>) -> u16 {
    let Some(service) = service else { return 0 };
    if let Ok(number) = service.trim().parse::<u64>() {
        // As the resolver does.
        return number as u16;
    }
    let mut found = dns_lookup::getaddrinfo(None, Some(service), None).into_iter().flatten();
    found.find_map(|entry| Some(entry.ok()?.sockaddr.port())).unwrap_or_default()
}

fn getaddrinfo(vm: &Vm, a: Args<'_>) -> VmResult {
    let number = |at: usize| c_int(vm, a.opt(at), 0);
    let hints = AddrInfoHints {
        address: number(2)?,
        socktype: number(3)?,
        protocol: number(4)?,
        flags: number(5)?,
    };
    let (host, service) = (host_name(vm, a.at(0))?, service_name(vm, a.at(1))?);
    let port = port_of(service.as_deref());
    vm.require_endpoint(host.as_deref().unwrap_or_default(), port)?;
    let entries = ask(vm, host, service, hints)?.into_iter().map(|entry| {
        Tuple::new([
            i64::from(entry.address).into(),
            i64::from(entry.socktype).into(),
            i64::from(entry.protocol).into(),
            entry.canonname.unwrap_or_default().into(),
            address_value(entry.sockaddr),
        ])
        .into_value()
    });
    Ok(List::new(entries.collect()).into_value())
}

/// Whether a name is in a system file, so that looking it up does not block.
pub fn is_local(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
}

/// The addresses of a host to connect to, or to listen on.
///
/// # Errors
/// `gaierror`; KeyboardInterrupt.
pub fn stream_addresses(
    vm: &Vm,
    host: &str,
    port: u16,
    passive: bool,
) -> VmResult<Vec<SocketAddr>> {
    vm.require_endpoint(host, port)?;
    let hints = AddrInfoHints {
        socktype: libc::SOCK_STREAM,
        flags: if passive { libc::AI_PASSIVE } else { 0 },
        ..AddrInfoHints::default()
    };
    let found = ask(vm, Some(host.to_string()), Some(port.to_string()), hints)?;
    Ok(found.into_iter().map(|entry| entry.sockaddr).collect())
}

/// The address of a host in the form for sockets, in a family (0 for any). An empty host is any of
/// this machine.
///
/// # Errors
/// `gaierror` for an unknown name; OSError if an empty host has addresses of several families.
pub(super) fn look_up(vm: &Vm, host: &str, port: u16, family: i32) -> VmResult<SocketAddr> {
    vm.require_endpoint(host, port)?;
    let fits = |ip: &IpAddr| match family {
        INET => ip.is_ipv4(),
        INET6 => ip.is_ipv6(),
        _ => true,
    };
    let found = |ip: IpAddr| match fits(&ip) {
        true => Ok(SocketAddr::new(ip, port)),
        false => Err(gaierror(vm, NO_FAMILY)),
    };
    if let Ok(ip) = host.parse::<IpAddr>() {
        return found(ip);
    }
    if host == "<broadcast>" {
        return match family {
            0 | INET => found(Ipv4Addr::BROADCAST.into()),
            _ => Err(vm.error(Exc::OSError, "address family mismatched")),
        };
    }
    let mut hints = AddrInfoHints { address: family, ..AddrInfoHints::default() };
    let (name, service) = match host {
        "" => {
            hints.socktype = libc::SOCK_DGRAM;
            hints.flags = libc::AI_PASSIVE;
            (None, Some("0".to_string()))
        }
        name => (Some(name.to_string()), None),
    };
    let all = ask(vm, name, service, hints)?;
    match all.first() {
        Some(_) if host.is_empty() && all.len() > 1 => {
            Err(vm.error(Exc::OSError, "wildcard resolved to multiple address"))
        }
        Some(first) => {
            let mut address = first.sockaddr;
            address.set_port(port);
            vm.note_address(address);
            Ok(address)
        }
        None => Err(gaierror(vm, NO_NAME)),
    }
}

/// Name, aliases and addresses of a host. The resolver does not return aliases.
fn host_entry(name: String, addresses: Vec<Value>) -> Value {
    let aliases = List::new(Vec::new()).into_value();
    Tuple::new([name.into(), aliases, List::new(addresses).into_value()]).into_value()
}

fn host_by_name(vm: &Vm, a: Args<'_>) -> VmResult {
    let host = host_argument(
        vm,
        a.at(0),
        "gethostbyname_ex() argument 1 must be str, bytes or bytearray",
    )?;
    if matches!(host.as_str(), "" | "<broadcast>") {
        let only = ip_text(look_up(vm, &host, 0, INET)?.ip()).into();
        return Ok(host_entry(host, vec![only]));
    }
    vm.require_endpoint(&host, 0)?;
    let hints = AddrInfoHints {
        address: INET,
        socktype: libc::SOCK_STREAM,
        flags: libc::AI_CANONNAME,
        ..AddrInfoHints::default()
    };
    let all = ask(vm, Some(host.clone()), None, hints)?;
    let name = all.first().and_then(|entry| entry.canonname.clone()).unwrap_or(host);
    let addresses = all.iter().map(|entry| ip_text(entry.sockaddr.ip()).into());
    Ok(host_entry(name, addresses.collect()))
}

fn host_by_address(vm: &Vm, a: Args<'_>) -> VmResult {
    let host =
        host_argument(vm, a.at(0), "gethostbyaddr() argument 1 must be str, bytes or bytearray")?;
    let address = look_up(vm, &host, 0, 0)?;
    let asked = blocking::call(vm, move || {
        dns_lookup::getnameinfo(&address, libc::NI_NAMEREQD).ok().map(|(name, _)| name)
    })?;
    let name = asked.ok_or_else(|| herror(vm))?;
    Ok(host_entry(name, vec![ip_text(address.ip()).into()]))
}

fn getnameinfo(vm: &Vm, a: Args<'_>) -> VmResult {
    let flags = vm.index_clipped(a.at(1))? as i32;
    let Some(parts) = a[0].get::<Tuple>() else {
        return Err(vm.type_error("getnameinfo() argument 1 must be a tuple"));
    };
    let illegal = || vm.type_error("getnameinfo(): illegal sockaddr argument");
    let [host, port, rest @ ..] = parts.items() else { return Err(illegal()) };
    let (Some(host), 0..=2) = (host.get::<Str>(), rest.len()) else { return Err(illegal()) };
    let port = vm.index_clipped(port)?;
    let flow = rest.first().map_or(Ok(0), |flow| vm.index_clipped(flow))?;
    let scope = rest.get(1).map_or(Ok(0), |scope| vm.index_clipped(scope))?;
    if !(0..=0xFFFFF).contains(&flow) {
        return Err(vm.overflow_error("getnameinfo(): flowinfo must be 0-1048575."));
    }
    let hints = AddrInfoHints {
        socktype: libc::SOCK_DGRAM,
        flags: libc::AI_NUMERICHOST,
        ..AddrInfoHints::default()
    };
    let all = ask(vm, Some(host.as_str().to_string()), Some(port.to_string()), hints)?;
    let [only] = all.as_slice() else {
        return Err(vm.error(Exc::OSError, "sockaddr resolved to multiple addresses"));
    };
    let mut address = only.sockaddr;
    match &mut address {
        SocketAddr::V4(_) if !rest.is_empty() => {
            return Err(vm.error(Exc::OSError, "IPv4 sockaddr must be 2 tuple"));
        }
        SocketAddr::V4(_) => {}
        SocketAddr::V6(address) => {
            address.set_flowinfo((flow as u32).to_be());
            address.set_scope_id(scope as u32);
        }
    }
    let asked = blocking::call(vm, move || dns_lookup::getnameinfo(&address, flags))?;
    let (host, service) = asked.map_err(|error| failed(vm, error))?;
    Ok(Tuple::new([host.into(), service.into()]).into_value())
}

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)",
        "Resolve host and port into addrinfo struct.",
        getaddrinfo,
    ),
    NativeDef::new("gethostbyname(host, /)", "Return the IP address for a host.", |vm, a| {
        let host = host_argument(
            vm,
            a.at(0),
            "gethostbyname() argument 1 must be str, bytes or bytearray",
        )?;
        Ok(ip_text(look_up(vm, &host, 0, INET)?.ip()).into())
    }),
    NativeDef::new(
        "gethostbyname_ex(host, /)",
        "Return the true host name, a list of aliases, and a list of IP addresses, for a host.",
        host_by_name,
    ),
    NativeDef::new(
        "gethostbyaddr(host, /)",
        "Return the true host name, a list of aliases, and a list of IP addresses, for a host.",
        host_by_address,
    ),
    NativeDef::new(
        "getnameinfo(sockaddr, flags, /)",
        "Get host and port for a sockaddr.",
        getnameinfo,
    ),
];
