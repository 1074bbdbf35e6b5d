//! Exceptions of `ssl`, with the libraries, reasons and texts of OpenSSL, which programs inspect.

use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Raised, Vm};
use rustls::{AlertDescription, Error, InconsistentKeys, InvalidMessage, PeerIncompatible};

/// A failure, before it becomes an exception.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The name of the exception's class.
    class: &'static str,
    /// `errno`
    number: i64,
    library: Option<&'static str>,
    reason: Option<String>,
    text: String,
    /// `verify_code` and `verify_message`
    verify: Option<(i64, String)>,
}

/// An OpenSSL description: its reason in lower case.
fn words(reason: &str) -> String {
    reason.to_ascii_lowercase().replace('_', " ")
}

impl Failure {
    /// A failure of an OpenSSL library, with its reason.
    pub fn of(library: &'static str, reason: &str) -> Failure {
        Failure {
            class: "SSLError",
            number: 1,
            library: Some(library),
            text: words(reason),
            reason: Some(reason.to_string()),
            verify: None,
        }
    }

    /// A failure of the protocol, with OpenSSL's reason.
    pub fn reason(reason: &str) -> Failure {
        Failure::of("SSL", reason)
    }

    /// A failure of the protocol for which OpenSSL has no reason.
    pub fn text(text: impl Into<String>) -> Failure {
        Failure { reason: None, text: text.into(), ..Failure::reason("") }
    }

    /// A failure outside the protocol.
    pub fn plain(text: impl Into<String>) -> Failure {
        Failure { library: None, number: 0, ..Failure::text(text) }
    }

    /// With OpenSSL's number of the reason.
    pub fn numbered(self, number: i64) -> Failure {
        Failure { number, ..self }
    }

    /// The same, with the details after the reason's text.
    pub fn with(mut self, details: &str) -> Failure {
        self.text = format!("{}: {details}", self.text);
        self
    }

    /// The other side's certificate was not accepted, for OpenSSL's reason with this number.
    pub fn verify(code: i64, message: impl Into<String>) -> Failure {
        let message = message.into();
        let failure = Failure::reason("CERTIFICATE_VERIFY_FAILED").with(&message);
        Failure { class: "SSLCertVerificationError", verify: Some((code, message)), ..failure }
    }

    /// The connection ended without notice.
    pub fn end() -> Failure {
        Failure {
            class: "SSLEOFError",
            number: 8,
            text: "EOF occurred in violation of protocol".into(),
            ..Failure::reason("UNEXPECTED_EOF_WHILE_READING")
        }
    }

    /// More must be read (or written) first.
    pub fn want(write: bool) -> Failure {
        let (class, number, way) = match write {
            false => ("SSLWantReadError", 2, "read"),
            true => ("SSLWantWriteError", 3, "write"),
        };
        let text = format!("The operation did not complete ({way})");
        Failure { class, number, ..Failure::plain(text) }
    }

    /// The other side has ended the connection properly.
    pub fn closed() -> Failure {
        let text = "TLS/SSL connection has been closed (EOF)";
        Failure { class: "SSLZeroReturnError", number: 6, ..Failure::plain(text) }
    }

    /// The failure of a connection.
    pub fn of_connection(error: &Error) -> Failure {
        let reason = match error {
            Error::AlertReceived(alert) => return Failure::alert(*alert),
            Error::InvalidMessage(
                InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion,
            ) => "WRONG_VERSION_NUMBER",
            Error::InvalidMessage(InvalidMessage::MessageTooLarge)
            | Error::PeerSentOversizedRecord => "PACKET_LENGTH_TOO_LONG",
            Error::InvalidMessage(InvalidMessage::InvalidServerName) => "BAD_EXTENSION",
            Error::InappropriateMessage { .. } | Error::InappropriateHandshakeMessage { .. } => {
                "UNEXPECTED_MESSAGE"
            }
            Error::NoCertificatesPresented => "PEER_DID_NOT_RETURN_A_CERTIFICATE",
            Error::DecryptError => "DECRYPTION_FAILED_OR_BAD_RECORD_MAC",
            Error::NoApplicationProtocol => "NO_APPLICATION_PROTOCOL",
            Error::PeerIncompatible(what) => match what {
                PeerIncompatible::NoCipherSuitesInCommon => "NO_SHARED_CIPHER",
                PeerIncompatible::NoKxGroupsInCommon
                | PeerIncompatible::NamedGroupsExtensionRequired => "NO_SUITABLE_KEY_SHARE",
                PeerIncompatible::NoSignatureSchemesInCommon
                | PeerIncompatible::NoCertificateRequestSignatureSchemesInCommon
                | PeerIncompatible::SignatureAlgorithmsExtensionRequired => {
                    "NO_SUITABLE_SIGNATURE_ALGORITHM"
                }
                PeerIncompatible::ServerDoesNotSupportTls12Or13
                | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
                | PeerIncompatible::SupportedVersionsExtensionRequired
                | PeerIncompatible::Tls12NotOffered
                | PeerIncompatible::Tls12NotOfferedOrEnabled => "UNSUPPORTED_PROTOCOL",
                _ => return Failure::text(error.to_string()),
            },
            Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
                return Failure::of("X509", "KEY_VALUES_MISMATCH").numbered(116);
            }
            Error::InvalidCertificate(why) => return Failure::verify(1, why.to_string()),
            _ => return Failure::text(error.to_string()),
        };
        Failure::reason(reason)
    }

    /// The other side has sent this alert.
    fn alert(alert: AlertDescription) -> Failure {
        use AlertDescription as A;
        let name = match alert {
            A::UnexpectedMessage => "SSLV3_ALERT_UNEXPECTED_MESSAGE",
            A::BadRecordMac => "SSLV3_ALERT_BAD_RECORD_MAC",
            A::RecordOverflow => "TLSV1_ALERT_RECORD_OVERFLOW",
            A::HandshakeFailure => "SSLV3_ALERT_HANDSHAKE_FAILURE",
            A::BadCertificate => "SSLV3_ALERT_BAD_CERTIFICATE",
            A::UnsupportedCertificate => "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
            A::CertificateRevoked => "SSLV3_ALERT_CERTIFICATE_REVOKED",
            A::CertificateExpired => "SSLV3_ALERT_CERTIFICATE_EXPIRED",
            A::CertificateUnknown => "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
            A::IllegalParameter => "SSLV3_ALERT_ILLEGAL_PARAMETER",
            A::UnknownCA => "TLSV1_ALERT_UNKNOWN_CA",
            A::AccessDenied => "TLSV1_ALERT_ACCESS_DENIED",
            A::DecodeError => "TLSV1_ALERT_DECODE_ERROR",
            A::DecryptError => "TLSV1_ALERT_DECRYPT_ERROR",
            A::ProtocolVersion => "TLSV1_ALERT_PROTOCOL_VERSION",
            A::InsufficientSecurity => "TLSV1_ALERT_INSUFFICIENT_SECURITY",
            A::InternalError => "TLSV1_ALERT_INTERNAL_ERROR",
            A::InappropriateFallback => "TLSV1_ALERT_INAPPROPRIATE_FALLBACK",
            A::UserCanceled => "TLSV1_ALERT_USER_CANCELLED",
            A::NoRenegotiation => "TLSV1_ALERT_NO_RENEGOTIATION",
            A::MissingExtension => "TLSV13_ALERT_MISSING_EXTENSION",
            A::UnsupportedExtension => "TLSV1_UNSUPPORTED_EXTENSION",
            A::UnrecognisedName => "TLSV1_UNRECOGNIZED_NAME",
            A::BadCertificateStatusResponse => "TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE",
            A::CertificateRequired => "TLSV13_ALERT_CERTIFICATE_REQUIRED",
            A::NoApplicationProtocol => "TLSV1_ALERT_NO_APPLICATION_PROTOCOL",
            other => return Failure::text(format!("alert number {}", u8::from(other))),
        };
        Failure::reason(name)
    }

    /// The exception.
    pub fn raise(&self, vm: &Vm) -> Raised {
        let Failure { library, reason, text, .. } = self;
        let text = match (library, reason) {
            (Some(library), Some(reason)) => format!("[{library}: {reason}] {text} (_ssl.c:1028)"),
            (Some(library), None) => format!("[{library}] {text} (_ssl.c:1028)"),
            (None, _) => format!("{text} (_ssl.c:1028)"),
        };
        let optional = |text: Option<&str>| text.map_or(Value::NONE, Value::from);
        let mut attributes =
            vec![("library", optional(*library)), ("reason", optional(reason.as_deref()))];
        if let Some((code, message)) = &self.verify {
            attributes.push(("verify_code", (*code).into()));
            attributes.push(("verify_message", message.as_str().into()));
        }
        raise(vm, self.class, &[self.number.into(), text.into()], &attributes)
    }
}

/// An exception of a class of the module, with these arguments and attributes.
pub fn raise(
    vm: &Vm,
    class: &str,
    arguments: &[Value],
    attributes: &[(&'static str, Value)],
) -> Raised {
    let made = vm.import_module(super::MODULE.name).and_then(|module| {
        let class = vm.get_attribute(&module, &intern(class))?;
        let exception = vm.call(&class, arguments)?;
        for (name, value) in attributes {
            vm.set_attribute(&exception, &intern(name), value.clone())?;
        }
        vm.to_exception(&exception)
    });
    made.map_or_else(|raised| raised, Raised)
}
