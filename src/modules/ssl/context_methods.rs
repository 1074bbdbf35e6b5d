//! `_SSLContext`

use super::certificate;
use super::ciphers;
use super::connection::{Channel, Connection, wrong_side};
use super::context::{
    CERT_NONE, CERT_REQUIRED, CLIENT, Context, HIGHEST, KeyFile, LOWEST, SERVER, TLS_1_2, TLS_1_3,
};
use super::errors::{Failure, raise};
use super::missing;
use super::session::{Session, Tickets};
use super::store::{self, Sections};
use crate::objects::bytes::{Bytes, require};
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, PropertyDef};
use crate::objects::str::Str;
use crate::objects::weak::WeakRef;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};
use rustls::NamedGroup;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::CertificateDer;
use rustls::sign::CertifiedKey;
use std::sync::Arc;

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let protocol = vm.index_clipped(a.at(1))?;
    let old = match protocol {
        2 => Some("TLS"),
        3 => Some("TLSv1"),
        4 => Some("TLSv1_1"),
        5 => Some("TLSv1_2"),
        CLIENT | SERVER => None,
        _ => {
            let text = format!("invalid or unsupported protocol version {protocol}");
            return Err(vm.value_error(text));
        }
    };
    if let Some(name) = old {
        let text = format!("ssl.PROTOCOL_{name} is deprecated");
        vm.warn(Exc::DeprecationWarning, &text, 2)?;
    }
    if matches!(protocol, 3 | 4) {
        let text = format!(
            "invalid or unsupported protocol version {protocol}: TLS before 1.2 is not supported"
        );
        return Err(vm.value_error(text));
    }
    crate::modules::asyncio::new_object(vm, a.at(0), Context::new(protocol))
}

/// The text of a password, of `load_cert_chain`.
fn check_password(vm: &Vm, password: &Value) -> VmResult<()> {
    let is_text = password.get::<Str>().is_some() || require(vm, password).is_ok();
    match is_text || vm.is_callable(password) {
        true => Ok(()),
        false => Err(vm.type_error("password should be a string or callable")),
    }
}

/// `load_cert_chain(certfile, keyfile=None, password=None)`
fn load_cert_chain(vm: &Vm, a: Args<'_>) -> VmResult {
    if let Some(password) = a.some(3) {
        check_password(vm, password)?;
    }
    let chain = store::sections(&store::read(vm, a.at(1), "certfile")?);
    let apart = match a.some(2) {
        Some(file) => Some(store::sections(&store::read(vm, file, "keyfile")?)),
        None => None,
    };
    let bad = || Failure::text("PEM lib").numbered(524_297).raise(vm);
    if chain.certificates.is_empty() {
        return Err(bad());
    }
    let certificates = chain.certificates.into_iter().map(CertificateDer::from).collect();
    let (key, is_locked) = match apart {
        Some(apart) => (apart.key, apart.has_locked_key),
        None => (chain.key, chain.has_locked_key),
    };
    let Some(key) = key else {
        return match is_locked {
            true => missing(vm, "a private key that is protected by a password"),
            false => Err(bad()),
        };
    };
    let made = CertifiedKey::from_der(certificates, key, &default_provider());
    let key = made.map_err(|error| Failure::of_connection(&error).raise(vm))?;
    a.data::<Context>().set(|settings| settings.keys.push(Arc::new(key)));
    Ok(Value::NONE)
}

/// Trusts certificates that are not trusted yet.
fn trust(context: &Context, found: Sections) {
    context.set(|settings| {
        for der in found.certificates {
            if settings.trusted.iter().all(|known| known.as_ref() != der.as_slice()) {
                settings.trusted.push(der.into());
            }
        }
        settings.revoked.extend(found.lists);
    });
}

/// `load_verify_locations(cafile=None, capath=None, cadata=None)`
fn load_verify_locations(vm: &Vm, a: Args<'_>) -> VmResult {
    let context = a.data::<Context>();
    let (file, folder, data) = (a.some(1), a.some(2), a.some(3));
    if file.is_none() && folder.is_none() && data.is_none() {
        return Err(vm.type_error("cafile, capath and cadata cannot be all omitted"));
    }
    for (path, argument) in [(file, "cafile"), (folder, "capath")] {
        if let Some(path) = path {
            store::path_of(vm, path, argument)?;
        }
    }
    if let Some(data) = data {
        let text = data.get::<Str>();
        let bytes = match text {
            Some(text) if text.as_str().is_ascii() => text.as_str().as_bytes().to_vec(),
            None if require(vm, data).is_ok() => require(vm, data)?.to_vec(),
            _ => {
                let text = "cadata should be an ASCII string or a bytes-like object";
                return Err(vm.type_error(text));
            }
        };
        if bytes.is_empty() {
            return Err(vm.value_error("Empty certificate data"));
        }
        let found = match text {
            Some(_) => store::sections(&bytes),
            None => Sections {
                certificates: store::certificates_in_der(vm, &bytes)?,
                ..Sections::default()
            },
        };
        if found.certificates.is_empty() {
            let text = "no start line: cadata does not contain a certificate";
            return Err(Failure::plain(text).raise(vm));
        }
        trust(context, found);
    }
    if let Some(file) = file {
        let found = store::sections(&store::read(vm, file, "cafile")?);
        if found.certificates.is_empty() && found.lists.is_empty() {
            let failure = Failure::of("X509", "NO_CERTIFICATE_OR_CRL_FOUND");
            return Err(failure.numbered(136).raise(vm));
        }
        trust(context, found);
    }
    if let Some(folder) = folder {
        trust(context, store::read_folder(vm, folder)?);
    }
    Ok(Value::NONE)
}

/// The server's name from an argument.
fn name_of(vm: &Vm, given: Option<&Value>) -> VmResult<Option<String>> {
    let Some(given) = given else { return Ok(None) };
    let name = vm.str(given)?;
    let name = name.as_str();
    if name.is_empty() || name.starts_with('.') {
        let text = "server_hostname cannot be an empty string or start with a leading dot.";
        return Err(vm.value_error(text));
    }
    if name.contains('\0') {
        return Err(vm.type_error("argument must be encoded string without null bytes"));
    }
    Ok(Some(name.to_string()))
}

/// A connection: context, its side, the server's name, the owner, a session to resume.
fn wrap(
    vm: &Vm,
    context: &Value,
    channel: Channel,
    is_server: bool,
    rest: [Option<&Value>; 3],
) -> VmResult {
    let [name, owner, session] = rest;
    let data = context.native::<Context>();
    let protocol = data.map_or(0, |c| c.protocol);
    if is_server && protocol == CLIENT || !is_server && protocol == SERVER {
        return Err(wrong_side(vm, is_server));
    }
    let name = name_of(vm, name)?;
    let tickets = match session {
        Some(session) => take_session(vm, context, session, is_server)?,
        None => Arc::new(Tickets::default()),
    };
    let connection = Connection::new(channel, context, is_server, name, tickets);
    *connection.owner.borrow_mut() = owner.map(WeakRef::to);
    let class = vm.class_for(&super::connection_methods::CONNECTION);
    Ok(Native::new(&class, connection).into_value())
}

/// The data to resume a connection with, from a session object.
pub fn take_session(
    vm: &Vm,
    context: &Value,
    session: &Value,
    is_server: bool,
) -> VmResult<Arc<Tickets>> {
    let Some(data) = session.native::<Session>() else {
        return Err(vm.type_error("Value is not a SSLSession."));
    };
    if !data.context.is(context) {
        return Err(vm.value_error("Session refers to a different SSLContext."));
    }
    if is_server {
        return Err(vm.value_error("Cannot set session for server-side SSLSocket."));
    }
    Ok(data.tickets.clone())
}

fn wrap_bio(vm: &Vm, a: Args<'_>) -> VmResult {
    for (i, argument) in [(1, "incoming"), (2, "outgoing")] {
        if a.at(i).native::<super::bio::MemoryBio>().is_none() {
            let shown = vm.argument_type(a.at(i));
            let text =
                format!("_wrap_bio() argument '{argument}' must be _ssl.MemoryBIO, not {shown}");
            return Err(vm.type_error(text));
        }
    }
    let channel = Channel::Memory(a.at(1).clone(), a.at(2).clone());
    let is_server = vm.truthy(a.at(3))?;
    wrap(vm, a.at(0), channel, is_server, [a.some(4), a.some(5), a.some(6)])
}

fn wrap_socket(vm: &Vm, a: Args<'_>) -> VmResult {
    if a.at(1).native::<crate::modules::socket::Socket>().is_none() {
        let shown = vm.argument_type(a.at(1));
        let text = format!("_wrap_socket() argument 'sock' must be _socket.socket, not {shown}");
        return Err(vm.type_error(text));
    }
    let channel = Channel::Socket(WeakRef::to(a.at(1)));
    let is_server = vm.truthy(a.at(2))?;
    wrap(vm, a.at(0), channel, is_server, [a.some(3), a.some(4), a.some(5)])
}

/// `_set_alpn_protocols(protos)`: each with its length before it.
fn set_alpn_protocols(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = require(vm, a.at(1))?.to_vec();
    let (mut rest, mut protocols) = (data.as_slice(), Vec::new());
    while let Some((length, after)) = rest.split_first() {
        let Some((protocol, after)) = after.split_at_checked(usize::from(*length)) else {
            return Err(vm.value_error("invalid list of protocols"));
        };
        protocols.push(protocol.to_vec());
        rest = after;
    }
    a.data::<Context>().set(|settings| settings.alpn = protocols);
    Ok(Value::NONE)
}

fn get_ca_certs(vm: &Vm, a: Args<'_>) -> VmResult {
    let binary = a.opt(1).map_or(Ok(false), |b| vm.truthy(b))?;
    let trusted = a.data::<Context>().get(|settings| settings.trusted.clone());
    let authorities = trusted.iter().filter(|der| certificate::is_authority(der));
    let shown = authorities.map(|der| match binary {
        true => Ok(Bytes::new(der.to_vec()).into_value()),
        false => certificate::decode(vm, der),
    });
    Ok(Value::from(shown.collect::<VmResult<Vec<Value>>>()?))
}

fn store_stats(_: &Vm, a: Args<'_>) -> VmResult {
    let dict = Dict::new();
    a.data::<Context>().get(|settings| {
        let authorities = settings.trusted.iter().filter(|der| certificate::is_authority(der));
        dict.set_text("x509", settings.trusted.len());
        dict.set_text("crl", settings.revoked.len());
        dict.set_text("x509_ca", authorities.count());
    });
    Ok(dict.into_value())
}

fn session_stats(_: &Vm, a: Args<'_>) -> VmResult {
    let counts = &a.data::<Context>().counts;
    let dict = Dict::new();
    for (name, count) in [
        ("number", 0),
        ("connect", counts.connect.get()),
        ("connect_good", counts.connected.get()),
        ("connect_renegotiate", 0),
        ("accept", counts.accept.get()),
        ("accept_good", counts.accepted.get()),
        ("accept_renegotiate", 0),
        ("hits", counts.hits.get()),
        ("misses", 0),
        ("timeouts", 0),
        ("cache_full", 0),
    ] {
        dict.set_text(name, count);
    }
    Ok(dict.into_value())
}

fn set_ecdh_curve(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = match require(vm, a.at(1)) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => vm.str(a.at(1))?.as_str().to_string(),
    };
    let group = match name.as_str() {
        "prime256v1" | "secp256r1" | "P-256" => NamedGroup::secp256r1,
        "secp384r1" | "P-384" => NamedGroup::secp384r1,
        "X25519" | "x25519" => NamedGroup::X25519,
        "secp521r1" | "P-521" | "X448" => return missing(vm, &format!("the curve {name}")),
        _ => return Err(vm.value_error(format!("unknown elliptic curve name '{name}'"))),
    };
    a.data::<Context>().set(|settings| settings.group = Some(group));
    Ok(Value::NONE)
}

fn with(context: &Value, read: impl FnOnce(&Context) -> Value) -> VmResult {
    Ok(context.native::<Context>().map_or(Value::NONE, read))
}

/// A version that a program sets as a limit.
fn version(vm: &Vm, value: &Value) -> VmResult<i64> {
    let version = vm.index_clipped(value)?;
    match version {
        LOWEST | HIGHEST | TLS_1_2 | TLS_1_3 => Ok(version),
        0x300..=0x302 => {
            let text = format!(
                "Unsupported TLS/SSL version 0x{version:x}: TLS before 1.2 is not supported"
            );
            Err(vm.value_error(text))
        }
        _ => Err(vm.value_error(format!("Unsupported TLS/SSL version 0x{version:x}"))),
    }
}

/// A setting that is a number or a truth value: its name, how it is read, and how it is written.
macro_rules! setting {
    ($name:literal, $doc:literal, |$settings:ident| $get:expr, |$vm:ident, $context:ident, $value:ident| $set:expr) => {
        PropertyDef {
            name: $name,
            doc: $doc,
            get: |_, context| with(context, |c| c.get(|$settings| $get)),
            set: Some(|$vm, context, $value| {
                let Some($context) = context.native::<Context>() else { return Ok(()) };
                if $value.is_unset() {
                    let text = format!("cannot delete {} attribute", $name);
                    return Err($vm.type_error(text));
                }
                $set
            }),
        }
    };
}

fn flags(vm: &Vm, value: &Value) -> VmResult<i64> {
    match vm.index_clipped(value)? {
        flags if flags < 0 => Err(vm.overflow_error("can't convert negative int to unsigned")),
        flags => Ok(flags),
    }
}

fn set_options(vm: &Vm, context: &Context, value: &Value) -> VmResult<()> {
    const OLD: i64 = 0x200_0000 | 0x400_0000 | 0x1000_0000 | 0x800_0000 | 0x2000_0000;
    let options = flags(vm, value)?;
    let added = options & !context.get(|settings| settings.options);
    if added & OLD != 0 {
        let text = "ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated";
        vm.warn(Exc::DeprecationWarning, text, 3)?;
    }
    context.set(|settings| settings.options = options);
    Ok(())
}

fn set_verify_mode(vm: &Vm, context: &Context, value: &Value) -> VmResult<()> {
    let mode = vm.index_clipped(value)?;
    if !(CERT_NONE..=CERT_REQUIRED).contains(&mode) {
        return Err(vm.value_error("invalid value for verify_mode"));
    }
    if mode == CERT_NONE && context.get(|settings| settings.check_hostname) {
        let text = "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.";
        return Err(vm.value_error(text));
    }
    context.set(|settings| settings.verify_mode = mode);
    Ok(())
}

fn set_key_log(vm: &Vm, context: &Context, value: &Value) -> VmResult<()> {
    let log = match value.is_none() {
        true => None,
        false => {
            let file = store::append(vm, value)?;
            Some((value.clone(), Arc::new(KeyFile::new(file))))
        }
    };
    context.set(|settings| settings.key_log = log);
    Ok(())
}

fn set_sni_callback(vm: &Vm, context: &Context, value: Value) -> VmResult<()> {
    if context.protocol == CLIENT {
        return Err(vm.value_error("sni_callback cannot be set on TLS_CLIENT context"));
    }
    if value.is_none() {
        context.sni_callback.take();
        return Ok(());
    }
    if !vm.is_callable(&value) {
        return Err(vm.type_error("not a callable object"));
    }
    context.sni_callback.set(value);
    Ok(())
}

fn set_tickets(vm: &Vm, context: &Context, value: &Value) -> VmResult<()> {
    let Ok(count) = usize::try_from(vm.index_clipped(value)?) else {
        return Err(vm.value_error("value must be non-negative"));
    };
    if context.protocol != SERVER {
        return Err(vm.value_error("SSLContext is not a server context."));
    }
    // No sensible server sends more.
    context.set(|settings| settings.tickets = count.min(64));
    Ok(())
}

/// `_ssl._SSLContext`
pub static CONTEXT: ClassDef = ClassDef {
    name: "_SSLContext",
    module: "_ssl",
    kind: Kind::Native,
    subclassable: true,
    methods: &[
        NativeDef::static_method("__new__(cls, protocol, /)", "", new),
        NativeDef::new(
            "load_cert_chain(self, certfile, keyfile=None, password=None)",
            "",
            load_cert_chain,
        ),
        NativeDef::new(
            "load_verify_locations(self, cafile=None, capath=None, cadata=None)",
            "",
            load_verify_locations,
        ),
        NativeDef::new("set_default_verify_paths(self, /)", "", |vm, a| {
            let certificates = store::defaults(vm)?.iter().map(|der| der.to_vec()).collect();
            trust(a.data::<Context>(), Sections { certificates, ..Sections::default() });
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "_wrap_socket(self, sock, server_side, server_hostname=None, *, owner=None, session=None)",
            "",
            wrap_socket,
        ),
        NativeDef::new(
            "_wrap_bio(self, incoming, outgoing, server_side, server_hostname=None, *, owner=None, session=None)",
            "",
            wrap_bio,
        ),
        NativeDef::new("_set_alpn_protocols(self, protos, /)", "", set_alpn_protocols),
        NativeDef::new("set_ciphers(self, cipherlist, /)", "", |vm, a| {
            let text = vm.str(a.at(1))?;
            match ciphers::choose(text.as_str()) {
                Some(chosen) => a.data::<Context>().set(|settings| settings.ciphers = chosen),
                None => {
                    let text = "No cipher can be selected.";
                    return Err(raise(vm, "SSLError", &[text.into()], &[]));
                }
            }
            Ok(Value::NONE)
        }),
        NativeDef::new("get_ciphers(self, /)", "", |_, a| {
            Ok(a.data::<Context>().get(|settings| ciphers::as_list(&settings.ciphers)))
        }),
        NativeDef::new(
            "get_ca_certs(self, /, binary_form=False)",
            "Returns a list of dicts with information of loaded CA certs.\n\nIf the optional argument is True, returns a DER-encoded copy of the CA\ncertificate.",
            get_ca_certs,
        ),
        NativeDef::new(
            "cert_store_stats(self, /)",
            "Returns quantities of loaded X.509 certificates.",
            store_stats,
        ),
        NativeDef::new("session_stats(self, /)", "", session_stats),
        NativeDef::new("set_ecdh_curve(self, name, /)", "", set_ecdh_curve),
        NativeDef::new("load_dh_params(self, filepath, /)", "", |vm, _| {
            missing(vm, "Diffie-Hellman over finite fields")
        }),
        NativeDef::new("set_psk_client_callback(self, /, callback)", "", |vm, _| {
            missing(vm, "a pre-shared key")
        }),
        NativeDef::new(
            "set_psk_server_callback(self, /, callback, identity_hint=None)",
            "",
            |vm, _| missing(vm, "a pre-shared key"),
        ),
    ],
    properties: &[
        PropertyDef {
            name: "protocol",
            doc: "Protocol of the context.",
            get: |_, context| with(context, |c| c.protocol.into()),
            set: None,
        },
        PropertyDef {
            name: "security_level",
            doc: "The current security level.",
            get: |_, context| with(context, |_| 2i64.into()),
            set: None,
        },
        setting!("options", "Options of the context.", |s| s.options.into(), |vm, c, value| {
            set_options(vm, c, &value)
        }),
        setting!("verify_mode", "", |s| s.verify_mode.into(), |vm, c, value| {
            set_verify_mode(vm, c, &value)
        }),
        setting!("check_hostname", "", |s| Value::bool(s.check_hostname), |vm, c, value| {
            let check = vm.truthy(&value)?;
            c.set(|settings| {
                settings.check_hostname = check;
                if check && settings.verify_mode == CERT_NONE {
                    settings.verify_mode = CERT_REQUIRED;
                }
            });
            Ok(())
        }),
        setting!("verify_flags", "", |s| s.verify_flags.into(), |vm, c, value| {
            let flags = flags(vm, &value)?;
            c.set(|settings| settings.verify_flags = flags);
            Ok(())
        }),
        setting!("_host_flags", "", |s| s.host_flags.into(), |vm, c, value| {
            let flags = flags(vm, &value)?;
            c.set(|settings| settings.host_flags = flags);
            Ok(())
        }),
        setting!("minimum_version", "", |s| s.minimum.into(), |vm, c, value| {
            let limit = version(vm, &value)?;
            c.set(|settings| settings.minimum = limit);
            Ok(())
        }),
        setting!("maximum_version", "", |s| s.maximum.into(), |vm, c, value| {
            let limit = version(vm, &value)?;
            c.set(|settings| settings.maximum = limit);
            Ok(())
        }),
        setting!(
            "num_tickets",
            "Control the number of TLSv1.3 session tickets.",
            |s| s.tickets.into(),
            |vm, c, value| set_tickets(vm, c, &value)
        ),
        setting!(
            "post_handshake_auth",
            "",
            |s| Value::bool(s.post_handshake_auth),
            |vm, c, value| {
                let wanted = vm.truthy(&value)?;
                c.set(|settings| settings.post_handshake_auth = wanted);
                Ok(())
            }
        ),
        setting!(
            "keylog_filename",
            "",
            |s| s.key_log.as_ref().map_or(Value::NONE, |log| log.0.clone()),
            |vm, c, value| set_key_log(vm, c, &value)
        ),
        PropertyDef {
            name: "sni_callback",
            doc: "Set a callback that will be called when a server name is provided by the SSL/TLS client in the SNI extension.",
            get: |_, context| {
                with(context, |c| {
                    let callback = c.sni_callback.get();
                    if callback.is_unset() { Value::NONE } else { callback }
                })
            },
            set: Some(|vm, context, value| match context.native::<Context>() {
                Some(context) => set_sni_callback(vm, context, value),
                None => Ok(()),
            }),
        },
        PropertyDef {
            name: "_msg_callback",
            doc: "",
            get: |_, _| Ok(Value::NONE),
            set: Some(|vm, _, value| match value.is_none() {
                true => Ok(()),
                false => missing(vm, "a callback for messages of the protocol").map(drop),
            }),
        },
    ],
    ..ClassDef::BASE
};
