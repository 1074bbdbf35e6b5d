//! Certificates, keys and revocation lists from files and text.

use super::errors::Failure;
use crate::modules::io::open_source;
use crate::modules::io::stream::Source;
use crate::modules::os;
use crate::objects::exception::Exc;
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::capabilities::Capability;
use crate::vm::reach::Access;
use crate::vm::{Raised, Vm, VmResult};
use rustls::pki_types::pem::{SectionKind, from_buf};
use rustls::pki_types::{
    CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer,
};
use std::io::{ErrorKind, Read};
use x509_parser::prelude::{FromDer, X509Certificate};

/// The parts of a text in PEM.
#[derive(Default)]
pub struct Sections {
    /// Certificates, in DER.
    pub certificates: Vec<Vec<u8>>,
    /// Revocation lists, in DER.
    pub lists: Vec<Vec<u8>>,
    /// The first private key.
    pub key: Option<PrivateKeyDer<'static>>,
    /// Whether there is a private key that a password protects.
    pub has_locked_key: bool,
}

/// Reads PEM. Parts without a known label are skipped.
pub fn sections(text: &[u8]) -> Sections {
    let mut found = Sections::default();
    let mut rest = text;
    while let Ok(Some((kind, der))) = from_buf(&mut rest) {
        let key = match kind {
            SectionKind::Certificate => {
                found.certificates.push(der);
                continue;
            }
            SectionKind::Crl => {
                found.lists.push(der);
                continue;
            }
            SectionKind::PrivateKey => PrivatePkcs8KeyDer::from(der).into(),
            SectionKind::RsaPrivateKey => PrivatePkcs1KeyDer::from(der).into(),
            SectionKind::EcPrivateKey => PrivateSec1KeyDer::from(der).into(),
            _ => continue,
        };
        found.key.get_or_insert(key);
    }
    let contains = |what: &str| text.windows(what.len()).any(|part| part == what.as_bytes());
    found.has_locked_key = contains("BEGIN ENCRYPTED PRIVATE KEY") || contains("Proc-Type: 4,ENC");
    found
}

/// The error of OpenSSL's own reading of files, which does not name the file.
fn without_name(vm: &Vm, raised: Raised) -> Raised {
    if !vm.is_exception(&raised, Exc::OSError) {
        return raised;
    }
    let number = vm.get_attribute(raised.0.as_value(), &intern("errno"));
    match number.ok().and_then(|n| crate::objects::int::to_i64(&n)) {
        Some(number) => vm.os_error(&std::io::Error::from_raw_os_error(number as i32), None),
        None => raised,
    }
}

/// The contents of a file named by an argument.
///
/// # Errors
/// TypeError if it is not a path; OSError; PermissionError if the host has not granted it.
pub fn read(vm: &Vm, path: &Value, argument: &str) -> VmResult<Vec<u8>> {
    let text = path_of(vm, path, argument)?;
    let source = open_source(vm, &text.into(), "rb", true).map_err(|e| without_name(vm, e))?;
    let Source::File(file) = source else {
        return Err(vm.type_error(format!("{argument} should be a valid filesystem path")));
    };
    let mut contents = Vec::new();
    let mut limited = file.take(MOST_BYTES);
    limited.read_to_end(&mut contents).map_err(|e| vm.os_error(&e, None))?;
    Ok(contents)
}

/// The maximum number of bytes read from a file of certificates.
const MOST_BYTES: u64 = 64 << 20;

/// The path that an argument names.
///
/// # Errors
/// TypeError for other types.
pub fn path_of(vm: &Vm, path: &Value, argument: &str) -> VmResult<String> {
    os::path_text(vm, path).map_err(|raised| match vm.is_exception(&raised, Exc::TypeError) {
        true => vm.type_error(format!("{argument} should be a valid filesystem path")),
        false => raised,
    })
}

/// A file that lines are added to.
///
/// # Errors
/// Same as [`read`].
pub fn append(vm: &Vm, path: &Value) -> VmResult<std::fs::File> {
    let source = open_source(vm, path, "ab", true).map_err(|e| without_name(vm, e))?;
    match source {
        Source::File(file) => Ok(file),
        _ => Err(vm.type_error("keylog_filename should be a valid filesystem path")),
    }
}

/// Whether OpenSSL would look for certificates in a file with this name: a hash and a number.
fn is_hashed(name: &str) -> bool {
    name.split_once('.').is_some_and(|(hash, number)| {
        hash.len() == 8
            && hash.chars().all(|c| c.is_ascii_hexdigit())
            && number.strip_prefix('r').unwrap_or(number).chars().all(|c| c.is_ascii_digit())
    })
}

/// The certificates and lists in a folder. As in OpenSSL, a missing folder has none.
///
/// # Errors
/// TypeError if it is not a path; PermissionError if the host has not granted it.
pub fn read_folder(vm: &Vm, path: &Value) -> VmResult<Sections> {
    let text = path_of(vm, path, "capath")?;
    let mut found = Sections::default();
    let reached = vm.reach(&text, Access::Read, |error| vm.os_error(error, None));
    let reached = match reached {
        Ok(reached) => reached,
        Err(raised) if vm.is_exception(&raised, Exc::FileNotFoundError) => return Ok(found),
        Err(raised) => return Err(raised),
    };
    let Ok(entries) = std::fs::read_dir(&reached.path) else { return Ok(found) };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| is_hashed(name))
        .collect();
    names.sort();
    for name in names {
        let Ok(contents) = read(vm, &format!("{text}/{name}").into(), "capath") else { continue };
        let sections = sections(&contents);
        found.certificates.extend(sections.certificates);
        found.lists.extend(sections.lists);
    }
    Ok(found)
}

/// Certificates in DER, one after the other.
///
/// # Errors
/// SSLError if the data is not a certificate.
pub fn certificates_in_der(vm: &Vm, data: &[u8]) -> VmResult<Vec<Vec<u8>>> {
    let (mut rest, mut found) = (data, Vec::new());
    while !rest.is_empty() {
        match X509Certificate::from_der(rest) {
            Ok((after, _)) => {
                found.push(rest[..rest.len() - after.len()].to_vec());
                rest = after;
            }
            Err(_) if found.is_empty() => {
                let text = "not enough data: cadata does not contain a certificate";
                return Err(Failure::plain(text).raise(vm));
            }
            Err(_) => break,
        }
    }
    Ok(found)
}

/// The authorities that the system trusts. A program that may not read files, or a system without
/// them, uses Mozilla's.
///
/// # Errors
/// The errors of [`read`], for files named by the environment.
pub fn defaults(vm: &Vm) -> VmResult<Vec<CertificateDer<'static>>> {
    if vm.is_granted(Capability::AllFiles) && vm.is_granted(Capability::Environment) {
        let loaded = rustls_native_certs::load_native_certs();
        let named = ["SSL_CERT_FILE", "SSL_CERT_DIR"].iter().any(|n| std::env::var_os(n).is_some());
        if named || !loaded.certs.is_empty() {
            return Ok(loaded.certs);
        }
    }
    Ok(webpki_root_certs::TLS_SERVER_ROOT_CERTS.to_vec())
}

/// OpenSSL's locations of trusted authorities: a file and a folder.
pub fn default_paths() -> (String, String) {
    const FOLDERS: &[&str] = &["/usr/lib/ssl", "/etc/ssl", "/etc/pki/tls", "/usr/local/ssl"];
    let is_there = |folder: &&&str| !matches!(std::fs::metadata(format!("{folder}/certs")), Err(e) if e.kind() == ErrorKind::NotFound);
    let folder = FOLDERS.iter().find(is_there).unwrap_or(&FOLDERS[0]);
    (format!("{folder}/cert.pem"), format!("{folder}/certs"))
}
