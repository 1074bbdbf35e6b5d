//! `asyncio.AbstractEventLoop`: the interface of event loops, whose methods are abstract.

use super::native_coroutines::immediate;
use crate::objects::class::OBJECT;
use crate::objects::exception::Exc;
use crate::objects::native::{ClassDef, NativeDef};
use crate::runtime::Kind;

/// Methods that derived classes must implement: plain ones, and coroutines.
macro_rules! left_open {
    ($(($($plain:tt)*))* async $(($name:literal, $parameters:literal))*) => {
        &[
            $(left_open!(@plain $($plain)*),)*
            $(NativeDef::new(concat!("async ", $name, $parameters), "", |_, _| {
                Ok(immediate(concat!("AbstractEventLoop.", $name), |vm| {
                    Err(vm.error_with(Exc::NotImplementedError, []))
                }))
            }),)*
        ]
    };
    (@plain $name:literal, $parameters:literal) => {
        NativeDef::new(concat!($name, $parameters), "", |vm, _| {
            Err(vm.error_with(Exc::NotImplementedError, []))
        })
    };
}

/// `asyncio.AbstractEventLoop`
pub static ABSTRACT_EVENT_LOOP: ClassDef = ClassDef {
    name: "AbstractEventLoop",
    module: "asyncio.events",
    doc: "Abstract event loop.",
    base: Some(&OBJECT),
    kind: Kind::Instance,
    subclassable: true,
    has_dict: true,
    methods: left_open![
        ("run_forever", "(self)")
        ("run_until_complete", "(self, future)")
        ("stop", "(self)")
        ("is_running", "(self)")
        ("is_closed", "(self)")
        ("close", "(self)")
        ("_timer_handle_cancelled", "(self, handle)")
        ("call_soon", "(self, callback, *args, context=None)")
        ("call_later", "(self, delay, callback, *args, context=None)")
        ("call_at", "(self, when, callback, *args, context=None)")
        ("time", "(self)")
        ("create_future", "(self)")
        ("create_task", "(self, coro, *, name=None, context=None)")
        ("call_soon_threadsafe", "(self, callback, *args, context=None)")
        ("run_in_executor", "(self, executor, func, *args)")
        ("set_default_executor", "(self, executor)")
        ("add_reader", "(self, fd, callback, *args)")
        ("remove_reader", "(self, fd)")
        ("add_writer", "(self, fd, callback, *args)")
        ("remove_writer", "(self, fd)")
        ("add_signal_handler", "(self, sig, callback, *args)")
        ("remove_signal_handler", "(self, sig)")
        ("set_task_factory", "(self, factory)")
        ("get_task_factory", "(self)")
        ("get_exception_handler", "(self)")
        ("set_exception_handler", "(self, handler)")
        ("default_exception_handler", "(self, context)")
        ("call_exception_handler", "(self, context)")
        ("get_debug", "(self)")
        ("set_debug", "(self, enabled)")
        async
        ("shutdown_asyncgens", "(self)")
        ("shutdown_default_executor", "(self)")
        ("getaddrinfo", "(self, host, port, *, family=0, type=0, proto=0, flags=0)")
        ("getnameinfo", "(self, sockaddr, flags=0)")
        ("create_connection", "(self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None)")
        ("create_server", "(self, protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)")
        ("sendfile", "(self, transport, file, offset=0, count=None, *, fallback=True)")
        ("start_tls", "(self, transport, protocol, sslcontext, *, server_side=False, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)")
        ("create_unix_connection", "(self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)")
        ("create_unix_server", "(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)")
        ("connect_accepted_socket", "(self, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)")
        ("create_datagram_endpoint", "(self, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0, reuse_address=None, reuse_port=None, allow_broadcast=None, sock=None)")
        ("connect_read_pipe", "(self, protocol_factory, pipe)")
        ("connect_write_pipe", "(self, protocol_factory, pipe)")
        ("subprocess_shell", "(self, protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, **kwargs)")
        ("subprocess_exec", "(self, protocol_factory, *args, stdin=-1, stdout=-1, stderr=-1, **kwargs)")
        ("sock_recv", "(self, sock, nbytes)")
        ("sock_recv_into", "(self, sock, buf)")
        ("sock_recvfrom", "(self, sock, bufsize)")
        ("sock_recvfrom_into", "(self, sock, buf, nbytes=0)")
        ("sock_sendall", "(self, sock, data)")
        ("sock_sendto", "(self, sock, data, address)")
        ("sock_connect", "(self, sock, address)")
        ("sock_accept", "(self, sock)")
        ("sock_sendfile", "(self, sock, file, offset=0, count=None, *, fallback=None)")
    ],
    ..ClassDef::BASE
};
