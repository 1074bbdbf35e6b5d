//! Socket options. The system's interface works on raw memory; these are the options with a safe
//! wrapper.

use super::super::os::files::failed;
use crate::objects::bytes::buffer;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use rustix::io::Errno;
use rustix::net::sockopt as so;
use std::os::fd::BorrowedFd;
use std::time::Duration;

const SOCKET: i64 = 1;
const TCP: i64 = 6;
const IP: i64 = 0;
const IPV6: i64 = 41;

/// Sets an option to a number (or, for SO_LINGER, a packed pair).
///
/// # Errors
/// OSError; ENOPROTOOPT for options that are not known here.
pub fn set(vm: &Vm, file: BorrowedFd<'_>, level: i64, option: i64, value: &Value) -> VmResult<()> {
    if (level, option) == (SOCKET, 13) {
        let bytes = buffer(value).map(|b| b.to_vec()).unwrap_or_default();
        let word = |i: usize| {
            bytes.get(i..i + 4).map_or(0, |b| i32::from_ne_bytes([b[0], b[1], b[2], b[3]]))
        };
        let linger = (word(0) != 0).then(|| Duration::from_secs(word(4).max(0) as u64));
        return so::set_socket_linger(file, linger).map_err(|e| failed(vm, e));
    }
    let number = vm.index_clipped(value)?;
    let on = number != 0;
    let seconds = Duration::from_secs(number.max(0) as u64);
    let result = match (level, option) {
        (SOCKET, 2) => so::set_socket_reuseaddr(file, on),
        (SOCKET, 6) => so::set_socket_broadcast(file, on),
        (SOCKET, 7) => so::set_socket_send_buffer_size(file, number.max(0) as usize),
        (SOCKET, 8) => so::set_socket_recv_buffer_size(file, number.max(0) as usize),
        (SOCKET, 9) => so::set_socket_keepalive(file, on),
        (SOCKET, 10) => so::set_socket_oobinline(file, on),
        (SOCKET, 15) => so::set_socket_reuseport(file, on),
        (TCP, 1) => so::set_tcp_nodelay(file, on),
        (TCP, 3) => so::set_tcp_cork(file, on),
        (TCP, 4) => so::set_tcp_keepidle(file, seconds),
        (TCP, 5) => so::set_tcp_keepintvl(file, seconds),
        (TCP, 6) => so::set_tcp_keepcnt(file, number as u32),
        (TCP, 12) => so::set_tcp_quickack(file, on),
        (TCP, 18) => so::set_tcp_user_timeout(file, number as u32),
        (IP, 2) => so::set_ip_ttl(file, number as u32),
        (IP, 33) => so::set_ip_multicast_ttl(file, number as u32),
        (IP, 34) => so::set_ip_multicast_loop(file, on),
        (IPV6, 26) => so::set_ipv6_v6only(file, on),
        _ => Err(Errno::NOPROTOOPT),
    };
    result.map_err(|e| failed(vm, e))
}

/// An option's value.
///
/// # Errors
/// OSError; ENOPROTOOPT for options that are not known here.
pub fn get(vm: &Vm, file: BorrowedFd<'_>, level: i64, option: i64) -> VmResult {
    let whole = |d: Duration| d.as_secs() as i64;
    let result = match (level, option) {
        (SOCKET, 2) => so::socket_reuseaddr(file).map(i64::from),
        (SOCKET, 3) => so::socket_type(file).map(|t| i64::from(t.as_raw())),
        (SOCKET, 4) => {
            so::socket_error(file).map(|e| e.map_or_else(|e| i64::from(e.raw_os_error()), |()| 0))
        }
        (SOCKET, 6) => so::socket_broadcast(file).map(i64::from),
        (SOCKET, 7) => so::socket_send_buffer_size(file).map(|n| n as i64),
        (SOCKET, 8) => so::socket_recv_buffer_size(file).map(|n| n as i64),
        (SOCKET, 9) => so::socket_keepalive(file).map(i64::from),
        (SOCKET, 10) => so::socket_oobinline(file).map(i64::from),
        (SOCKET, 15) => so::socket_reuseport(file).map(i64::from),
        (SOCKET, 30) => so::socket_acceptconn(file).map(i64::from),
        (SOCKET, 39) => so::socket_domain(file).map(|d| i64::from(d.as_raw())),
        (TCP, 1) => so::tcp_nodelay(file).map(i64::from),
        (TCP, 3) => so::tcp_cork(file).map(i64::from),
        (TCP, 4) => so::tcp_keepidle(file).map(whole),
        (TCP, 5) => so::tcp_keepintvl(file).map(whole),
        (TCP, 6) => so::tcp_keepcnt(file).map(i64::from),
        (TCP, 12) => so::tcp_quickack(file).map(i64::from),
        (TCP, 18) => so::tcp_user_timeout(file).map(i64::from),
        (IP, 2) => so::ip_ttl(file).map(i64::from),
        (IP, 33) => so::ip_multicast_ttl(file).map(i64::from),
        (IP, 34) => so::ip_multicast_loop(file).map(i64::from),
        (IPV6, 26) => so::ipv6_v6only(file).map(i64::from),
        _ => Err(Errno::NOPROTOOPT),
    };
    result.map(Value::from).map_err(|e| failed(vm, e))
}
