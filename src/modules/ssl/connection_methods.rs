//! `_SSLSocket`

use super::certificate;
use super::ciphers;
use super::connection::Connection;
use super::context::{CERT_NONE, Context};
use super::context_methods::take_session;
use super::engine::Engine;
use super::missing;
use super::session;
use crate::objects::bytes::{Bytes, with_required};
use crate::objects::memoryview;
use crate::objects::native::{Args, ClassDef, NativeDef, PropertyDef};
use crate::objects::weak::WeakRef;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};

/// `read(len, buffer=None)`: bytes, or their number if they are put into a buffer.
fn read(vm: &Vm, a: Args<'_>) -> VmResult {
    let connection = a.data::<Connection>();
    let size = vm.index_clipped(a.at(1))?;
    let Some(buffer) = a.some(2) else {
        let Ok(size) = usize::try_from(size) else {
            return Err(vm.value_error("size should not be negative"));
        };
        if size == 0 {
            return Ok(Bytes::new(Vec::new()).into_value());
        }
        let take = |engine: &mut Engine| {
            let mut bytes = vec![0; size.min(engine.readable())];
            let count = engine.read(&mut bytes);
            bytes.truncate(count);
            bytes
        };
        let bytes = connection.read(vm, &a[0], take)?.unwrap_or_default();
        return Ok(Bytes::new(bytes).into_value());
    };
    let Some(room) = memoryview::room(buffer) else {
        return Err(vm.type_error("read() argument 2 must be read-write bytes-like object"));
    };
    let size = match usize::try_from(size) {
        Ok(size) if size > 0 => size.min(room),
        _ => room,
    };
    if size == 0 {
        return Ok(0i64.into());
    }
    let fill = |engine: &mut Engine| {
        memoryview::with_mut(buffer, |to| {
            let size = size.min(to.len());
            engine.read(&mut to[..size])
        })
    };
    let count = connection.read(vm, &a[0], fill)?.flatten().unwrap_or(0);
    Ok(count.into())
}

fn write(vm: &Vm, a: Args<'_>) -> VmResult {
    let connection = a.data::<Connection>();
    // The data is copied, since other threads run while waiting for the socket.
    let data = with_required(vm, a.at(1), <[u8]>::to_vec)?;
    Ok(connection.write(vm, &a[0], &data)?.into())
}

fn peer_certificate(vm: &Vm, a: Args<'_>) -> VmResult {
    let connection = a.data::<Connection>();
    if !connection.is_ready() {
        return Err(vm.value_error("handshake not done yet"));
    }
    let binary = a.opt(1).map_or(Ok(false), |binary| vm.truthy(binary))?;
    let chain = connection.peer_chain().unwrap_or_default();
    let Some(own) = chain.first() else { return Ok(Value::NONE) };
    if binary {
        return Ok(Bytes::new(own.as_slice()).into_value());
    }
    let context = connection.context.get();
    let mode = context.native::<Context>().map_or(CERT_NONE, |c| c.get(|s| s.verify_mode));
    match mode == CERT_NONE {
        true => Ok(crate::objects::dict::Dict::new().into_value()),
        false => certificate::decode(vm, own),
    }
}

fn verified_chain(vm: &Vm, a: Args<'_>) -> VmResult {
    let connection = a.data::<Connection>();
    let verified = connection.with(Engine::verified_chain).unwrap_or_default();
    // A resumed session is not checked again, since its chain was.
    match verified.is_empty() {
        true => unverified_chain(vm, a),
        false => Ok(certificate::list(vm, &verified)),
    }
}

fn unverified_chain(vm: &Vm, a: Args<'_>) -> VmResult {
    let chain = a.data::<Connection>().peer_chain();
    Ok(chain.map_or(Value::NONE, |chain| certificate::list(vm, &chain)))
}

fn cipher(_: &Vm, a: Args<'_>) -> VmResult {
    let suite = a.data::<Connection>().with(|engine| {
        let suite = engine.connection()?.negotiated_cipher_suite()?.suite();
        ciphers::find(suite)
    });
    Ok(suite.flatten().map_or(Value::NONE, ciphers::Cipher::as_tuple))
}

fn version(_: &Vm, a: Args<'_>) -> VmResult {
    let connection = a.data::<Connection>();
    if !connection.is_ready() {
        return Ok(Value::NONE);
    }
    let version = connection.with(|engine| {
        let version = engine.connection()?.protocol_version()?;
        ciphers::version_name(version)
    });
    Ok(version.flatten().map_or(Value::NONE, Value::from))
}

fn protocol(_: &Vm, a: Args<'_>) -> VmResult {
    let protocol = a.data::<Connection>().with(|engine| {
        let protocol = engine.connection()?.alpn_protocol()?;
        Some(String::from_utf8_lossy(protocol).into_owned())
    });
    Ok(protocol.flatten().map_or(Value::NONE, Value::from))
}

fn with(connection: &Value, read: impl FnOnce(&Connection) -> Value) -> VmResult {
    Ok(connection.native::<Connection>().map_or(Value::NONE, read))
}

/// `_ssl._SSLSocket`
pub static CONNECTION: ClassDef = ClassDef {
    name: "_SSLSocket",
    module: "_ssl",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new("do_handshake(self, /)", "", |vm, a| {
            a.data::<Connection>().handshake(vm, &a[0])?;
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "read(self, size, buffer=None, /)",
            "Read up to size bytes from the SSL socket.",
            read,
        ),
        NativeDef::new(
            "write(self, b, /)",
            "Writes the bytes-like object b into the SSL object.\n\nReturns the number of bytes written.",
            write,
        ),
        NativeDef::new(
            "pending(self, /)",
            "Returns the number of already decrypted bytes available for read, pending on the connection.",
            |_, a| Ok(a.data::<Connection>().with(Engine::readable).unwrap_or(0).into()),
        ),
        NativeDef::new(
            "shutdown(self, /)",
            "Does the SSL shutdown handshake with the remote end.",
            |vm, a| a.data::<Connection>().shut_down(vm, &a[0]),
        ),
        NativeDef::new(
            "getpeercert(self, binary_mode=False, /)",
            "Returns the certificate for the peer.",
            peer_certificate,
        ),
        NativeDef::new("get_verified_chain(self, /)", "", verified_chain),
        NativeDef::new("get_unverified_chain(self, /)", "", unverified_chain),
        NativeDef::new("cipher(self, /)", "", cipher),
        NativeDef::new("shared_ciphers(self, /)", "", |_, a| {
            let connection = a.data::<Connection>();
            if !connection.is_server || !connection.is_ready() {
                return Ok(Value::NONE);
            }
            let shared = connection.shared.borrow();
            let shown = shared.iter().filter_map(|suite| Some(ciphers::find(*suite)?.as_tuple()));
            Ok(Value::from(shown.collect::<Vec<_>>()))
        }),
        NativeDef::new("compression(self, /)", "", |_, _| Ok(Value::NONE)),
        NativeDef::new("version(self, /)", "", version),
        NativeDef::new("selected_alpn_protocol(self, /)", "", protocol),
        NativeDef::new(
            "get_channel_binding(self, cb_type='tls-unique')",
            "Get channel binding data for current connection.",
            |vm, a| {
                let kind = a.opt(1).map_or_else(
                    || Ok("tls-unique".to_string()),
                    |kind| vm.str(kind).map(|kind| kind.as_str().to_string()),
                )?;
                match kind.as_str() {
                    "tls-unique" => missing(vm, "the channel binding type 'tls-unique'"),
                    _ => {
                        let text = format!("'{kind}' channel binding type not implemented");
                        Err(vm.value_error(text))
                    }
                }
            },
        ),
        NativeDef::new(
            "verify_client_post_handshake(self, /)",
            "Initiate TLS 1.3 post-handshake authentication.",
            |vm, _| missing(vm, "authentication after the handshake"),
        ),
    ],
    properties: &[
        PropertyDef {
            name: "context",
            doc: "The context of the connection; a callback for names of servers may replace it.",
            get: |_, connection| with(connection, |c| c.context.get()),
            set: Some(|vm, connection, value| match connection.native::<Connection>() {
                Some(connection) => connection.set_context(vm, value),
                None => Ok(()),
            }),
        },
        PropertyDef {
            name: "server_side",
            doc: "Whether this is a server-side socket.",
            get: |_, connection| with(connection, |c| Value::bool(c.is_server)),
            set: None,
        },
        PropertyDef {
            name: "server_hostname",
            doc: "The currently set server hostname (for SNI).",
            get: |_, connection| {
                with(connection, |c| c.name.as_deref().map_or(Value::NONE, Value::from))
            },
            set: None,
        },
        PropertyDef {
            name: "owner",
            doc: "The Python-level owner of this object.",
            get: |_, connection| {
                with(connection, |c| {
                    let owner = c.owner.borrow();
                    owner.as_ref().and_then(|owner| owner.link.upgrade()).unwrap_or(Value::NONE)
                })
            },
            set: Some(|_, connection, value| {
                if let Some(connection) = connection.native::<Connection>() {
                    let owner = (!value.is_none()).then(|| WeakRef::to(&value));
                    *connection.owner.borrow_mut() = owner;
                }
                Ok(())
            }),
        },
        PropertyDef {
            name: "session",
            doc: "The underlying SSLSession object.",
            get: |vm, connection| {
                with(connection, |c| match c.is_ready() {
                    true => {
                        session::new(vm, c.tickets.borrow().clone(), c.context.get(), c.session_id)
                    }
                    false => Value::NONE,
                })
            },
            set: Some(|vm, value, session| {
                let Some(connection) = value.native::<Connection>() else { return Ok(()) };
                let context = connection.context.get();
                let tickets = take_session(vm, &context, &session, connection.is_server)?;
                if connection.engine.borrow().is_some() {
                    return Err(vm.value_error("Cannot set session after handshake."));
                }
                *connection.tickets.borrow_mut() = tickets;
                Ok(())
            }),
        },
        PropertyDef {
            name: "session_reused",
            doc: "Was the client session reused during handshake?",
            get: |_, connection| with(connection, |c| Value::bool(c.is_resumed())),
            set: None,
        },
    ],
    ..ClassDef::BASE
};
