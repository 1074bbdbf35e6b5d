//! Certificates as programs see them: `getpeercert()`, `get_ca_certs()`, `_ssl.Certificate`.

use super::errors::{Failure, raise};
use super::objects;
use crate::objects::bytes::Bytes;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::native::{ClassDef, Native, NativeDef, NativeObject};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};
use std::net::Ipv4Addr;
use x509_parser::extensions::{DistributionPointName, GeneralName, ParsedExtension};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::time::ASN1Time;
use x509_parser::x509::{AttributeTypeAndValue, X509Name};

fn tuple(items: Vec<Value>) -> Value {
    Tuple::new(items).into_value()
}

fn pair(name: &str, value: impl Into<Value>) -> Value {
    tuple(vec![name.into(), value.into()])
}

/// The text of an attribute, whichever string type it has.
pub fn attribute_text(attribute: &AttributeTypeAndValue<'_>) -> String {
    if let Ok(text) = attribute.as_str() {
        return text.to_string();
    }
    let data = attribute.as_slice();
    match attribute.attr_value().header.tag().0 {
        // BMPString
        30 => {
            let units: Vec<u16> =
                data.chunks_exact(2).map(|c| u16::from_be_bytes([c[0], c[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        // T61String, which OpenSSL reads as Latin-1
        20 => data.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8_lossy(data).into_owned(),
    }
}

/// `((('countryName', 'DE'),), (('commonName', 'localhost'),))`
fn name_value(name: &X509Name<'_>) -> Value {
    let parts = name.iter_rdn().map(|part| {
        let attributes = part.iter().map(|attribute| {
            let oid = attribute.attr_type().to_id_string();
            let shown = objects::by_oid(&oid).map_or(oid.as_str(), |known| known.long);
            pair(shown, attribute_text(attribute))
        });
        tuple(attributes.collect())
    });
    tuple(parts.collect())
}

/// `Jan  1 00:00:00 2030 GMT`
fn time_text(time: &ASN1Time) -> String {
    let moment = jiff::Timestamp::from_second(time.timestamp()).unwrap_or(jiff::Timestamp::MAX);
    moment.strftime("%b %e %H:%M:%S %Y GMT").to_string()
}

fn address_text(bytes: &[u8]) -> String {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return Ipv4Addr::from(four).to_string();
    }
    if bytes.len() != 16 {
        return "<invalid>".to_string();
    }
    let groups = bytes.chunks_exact(2).map(|g| format!("{:X}", u16::from_be_bytes([g[0], g[1]])));
    groups.collect::<Vec<_>>().join(":")
}

fn general_name(name: &GeneralName<'_>) -> Value {
    match name {
        GeneralName::DNSName(name) => pair("DNS", *name),
        GeneralName::RFC822Name(name) => pair("email", *name),
        GeneralName::URI(name) => pair("URI", *name),
        GeneralName::IPAddress(bytes) => pair("IP Address", address_text(bytes)),
        GeneralName::DirectoryName(name) => pair("DirName", name_value(name)),
        GeneralName::RegisteredID(oid) => pair("Registered ID", oid.to_id_string()),
        GeneralName::OtherName(..) => pair("othername", "<unsupported>"),
        GeneralName::X400Address(_) => pair("X400Name", "<unsupported>"),
        GeneralName::EDIPartyName(_) => pair("EdiPartyName", "<unsupported>"),
        GeneralName::Invalid(..) => pair("<invalid>", "<invalid>"),
    }
}

fn uri(name: &GeneralName<'_>) -> Option<Value> {
    match name {
        GeneralName::URI(uri) => Some((*uri).into()),
        _ => None,
    }
}

/// The serial number in hexadecimal digits, two for each byte.
fn serial_text(certificate: &X509Certificate<'_>) -> String {
    let bytes = certificate.raw_serial();
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len().saturating_sub(1));
    bytes[start..].iter().map(|byte| format!("{byte:02X}")).collect()
}

/// The dict of a certificate.
///
/// # Errors
/// `SSLError` if it cannot be read.
pub fn decode(vm: &Vm, der: &[u8]) -> VmResult {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else {
        return Err(Failure::of("ASN1", "NOT_ENOUGH_DATA").raise(vm));
    };
    let dict = Dict::new();
    dict.set_text("subject", name_value(certificate.subject()));
    dict.set_text("issuer", name_value(certificate.issuer()));
    dict.set_text("version", i64::from(certificate.version().0) + 1);
    dict.set_text("serialNumber", serial_text(&certificate));
    let validity = certificate.validity();
    dict.set_text("notBefore", time_text(&validity.not_before));
    dict.set_text("notAfter", time_text(&validity.not_after));
    let mut names = Vec::new();
    let (mut responders, mut issuers, mut points) = (Vec::new(), Vec::new(), Vec::new());
    for extension in certificate.extensions() {
        match extension.parsed_extension() {
            ParsedExtension::SubjectAlternativeName(found) => {
                names.extend(found.general_names.iter().map(general_name));
            }
            ParsedExtension::AuthorityInfoAccess(found) => {
                for access in found.iter() {
                    let list = match access.access_method.to_id_string().as_str() {
                        "1.3.6.1.5.5.7.48.1" => &mut responders,
                        "1.3.6.1.5.5.7.48.2" => &mut issuers,
                        _ => continue,
                    };
                    list.extend(uri(&access.access_location));
                }
            }
            ParsedExtension::CRLDistributionPoints(found) => {
                for point in found.iter() {
                    if let Some(DistributionPointName::FullName(names)) = &point.distribution_point
                    {
                        points.extend(names.iter().filter_map(uri));
                    }
                }
            }
            _ => {}
        }
    }
    let lists = [
        ("subjectAltName", names),
        ("OCSP", responders),
        ("caIssuers", issuers),
        ("crlDistributionPoints", points),
    ];
    for (name, list) in lists {
        if !list.is_empty() {
            dict.set_text(name, tuple(list));
        }
    }
    Ok(dict.into_value())
}

/// Whether a certificate may issue others: by its extension, or a certificate of the first version
/// that has issued itself.
pub fn is_authority(der: &[u8]) -> bool {
    X509Certificate::from_der(der).is_ok_and(|(_, certificate)| {
        certificate.is_ca()
            || certificate.version().0 == 0 && certificate.subject() == certificate.issuer()
    })
}

/// The data of a certificate object.
struct Certificate(Vec<u8>);

impl NativeObject for Certificate {}

/// A list of certificate objects.
pub fn list(vm: &Vm, chain: &[Vec<u8>]) -> Value {
    let class = vm.class_for(&CERTIFICATE);
    let made = chain.iter().map(|der| Native::new(&class, Certificate(der.clone())).into_value());
    List::new(made.collect()).into_value()
}

/// `-----BEGIN CERTIFICATE-----` …
fn pem(vm: &Vm, der: &[u8]) -> VmResult {
    let module = vm.import_module("ssl")?;
    let function =
        vm.get_attribute(&module, &crate::objects::str::intern("DER_cert_to_PEM_cert"))?;
    vm.call(&function, &[der.into()])
}

/// `_ssl.Certificate`
pub static CERTIFICATE: ClassDef = ClassDef {
    name: "Certificate",
    module: "_ssl",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new("public_bytes(self, format=1)", "", |vm, a| {
            let der = &a.data::<Certificate>().0;
            match a.opt(1).map_or(Ok(1), |format| vm.index_clipped(format))? {
                1 => pem(vm, der),
                2 => Ok(Bytes::new(der.as_slice()).into_value()),
                _ => Err(vm.value_error("Unsupported format")),
            }
        }),
        NativeDef::new("get_info(self)", "", |vm, a| decode(vm, &a.data::<Certificate>().0)),
        NativeDef::new("__repr__(self)", "", |_, a| {
            let der = &a.data::<Certificate>().0;
            let subject = X509Certificate::from_der(der).map(|(_, c)| {
                let attributes = c.subject().iter_attributes().map(|attribute| {
                    let oid = attribute.attr_type().to_id_string();
                    let name = objects::by_oid(&oid).map_or(oid.as_str(), |known| known.short);
                    format!("{name}={}", attribute_text(attribute))
                });
                attributes.collect::<Vec<_>>().join(", ")
            });
            Ok(format!("<_ssl.Certificate '{}'>", subject.unwrap_or_default()).into())
        }),
        NativeDef::compare(crate::bytecode::Comparison::Eq, |_, this, other, op| {
            let (Some(one), Some(two)) =
                (this.native::<Certificate>(), other.native::<Certificate>())
            else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let same = one.0 == two.0;
            Ok(match op {
                crate::bytecode::Comparison::Eq => Value::bool(same),
                crate::bytecode::Comparison::Ne => Value::bool(!same),
                _ => Value::NOT_IMPLEMENTED,
            })
        }),
    ],
    ..ClassDef::BASE
};

/// `_test_decode_cert(path)`
pub fn decode_file(vm: &Vm, path: &Value) -> VmResult {
    let contents = super::store::read(vm, path, "certfile")?;
    match super::store::sections(&contents).certificates.first() {
        Some(der) => decode(vm, der),
        None => {
            let text = "Error decoding PEM-encoded file";
            Err(raise(vm, "SSLError", &[text.into()], &[]))
        }
    }
}
