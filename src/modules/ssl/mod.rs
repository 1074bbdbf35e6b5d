//! `_ssl`: TLS by rustls, under the library's own `ssl`.
//!
//! A context ([`context`]) has settings and makes the two sides of connections. A side ([`engine`])
//! has no input or output; a connection object ([`connection`]) moves its records from and to a
//! socket or two memory BIOs ([`bio`]). Errors ([`errors`]) have OpenSSL's names.
//!
//! rustls omits what is no longer safe: TLS before 1.2, suites without forward secrecy,
//! renegotiation. Requesting these is an error.

pub mod bio;
pub mod certificate;
pub mod ciphers;
pub mod connection;
mod connection_methods;
pub mod context;
mod context_methods;
pub mod engine;
pub mod errors;
pub mod objects;
pub mod session;
pub mod store;
pub mod verify;

use super::{ModuleDef, random};
use crate::objects::bytes::Bytes;
use crate::objects::native::NativeDef;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::VmResult;
use crate::vm::capabilities::Capability;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_ssl",
    doc: "Implementation module for SSL socket operations.  See the socket module\nfor documentation.",
    functions: FUNCTIONS,
    classes: &[
        &context_methods::CONTEXT,
        &connection_methods::CONNECTION,
        &bio::MEMORY_BIO,
        &session::SESSION,
        &certificate::CERTIFICATE,
    ],
    constants: &[("_DEFAULT_CIPHERS", |_| DEFAULT_CIPHERS.into())],
    source: include_str!("ssl.py"),
    needs: |function| match function {
        "get_default_verify_paths" => Some(Capability::Files),
        // Permission for files is checked where they are opened; the rest stays in memory.
        _ => None,
    },
    ..ModuleDef::BASE
};

/// The initial cipher list of contexts, in OpenSSL's notation.
const DEFAULT_CIPHERS: &str =
    "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM";

fn object_value(object: &objects::Object) -> Value {
    let parts = [object.nid.into(), object.short.into(), object.long.into(), object.oid.into()];
    Tuple::new(parts).into_value()
}

const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "RAND_bytes(n, /)",
        "Generate n cryptographically strong pseudo-random bytes.",
        |vm, a| {
            let Ok(count) = usize::try_from(vm.index_clipped(a.at(0))?) else {
                return Err(vm.value_error("num must be positive"));
            };
            Ok(Bytes::new(random::system_bytes(vm, count)?).into_value())
        },
    ),
    NativeDef::new(
        "RAND_status()",
        "Returns True if the OpenSSL PRNG has been seeded with enough data and False if not.",
        |_, _| Ok(Value::TRUE),
    ),
    NativeDef::new(
        "RAND_add(string, entropy, /)",
        "Mix string into the OpenSSL PRNG state. The operating system's generator needs nothing.",
        |vm, a| {
            if a.at(0).get::<crate::objects::str::Str>().is_none() {
                crate::objects::bytes::require(vm, a.at(0))?;
            }
            crate::objects::float::require(vm, a.at(1))?;
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "txt2obj(txt, name=False)",
        "Lookup NID, short name, long name and OID of an ASN1_OBJECT.",
        |vm, a| {
            let text = vm.str(a.at(0))?;
            let by_name = a.opt(1).map_or(Ok(false), |name| vm.truthy(name))?;
            let found = match by_name {
                true => objects::by_name(text.as_str()),
                false => objects::by_oid(text.as_str()),
            };
            let is_oid = text.as_str().split('.').all(|part| part.parse::<u64>().is_ok());
            match found {
                Some(object) => Ok(object_value(object)),
                None if is_oid => Err(vm.value_error("Unknown object")),
                None => Err(vm.value_error(format!("unknown object '{}'", text.as_str()))),
            }
        },
    ),
    NativeDef::new(
        "nid2obj(nid, /)",
        "Lookup NID, short name, long name and OID of an ASN1_OBJECT by NID.",
        |vm, a| {
            let nid = vm.index_clipped(a.at(0))?;
            if nid < 0 {
                return Err(vm.value_error("NID must be positive."));
            }
            let unknown = || vm.value_error(format!("unknown NID {nid}"));
            objects::by_nid(nid).map(object_value).ok_or_else(unknown)
        },
    ),
    NativeDef::new(
        "get_default_verify_paths()",
        "Return search paths and environment vars that are used by SSLContext's set_default_verify_paths() to load default CAs.",
        |_, _| {
            let (file, folder) = store::default_paths();
            let parts: [Value; 4] =
                ["SSL_CERT_FILE".into(), file.into(), "SSL_CERT_DIR".into(), folder.into()];
            Ok(Tuple::new(parts).into_value())
        },
    ),
    NativeDef::new("_test_decode_cert(path, /)", "", |vm, a| certificate::decode_file(vm, a.at(0))),
];

/// A method of OpenSSL for which rustls has no equivalent.
fn missing(vm: &crate::vm::Vm, what: &str) -> VmResult {
    let text = format!("{what} is not supported");
    Err(vm.error(crate::objects::exception::Exc::NotImplementedError, text))
}
