//! Whether the other side's certificate is accepted.
//!
//! `webpki` builds and checks the chain. Three things follow OpenSSL: a certificate that is itself
//! trusted needs no chain, a name may be the subject's common name if there is no alternative name,
//! and a refusal has a number and a text.

#![expect(clippy::result_large_err, reason = "a connection is refused once")]

use super::certificate::attribute_text;
use super::errors::Failure;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};
use std::sync::{Mutex, PoisonError};
use webpki::{
    CertRevocationList, EndEntityCert, KeyUsage, RevocationCheckDepth, RevocationOptionsBuilder,
    anchor_from_trusted_cert,
};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

/// `VERIFY_CRL_CHECK_LEAF`
const CRL_CHECK: i64 = 4;
/// The further flag of `VERIFY_CRL_CHECK_CHAIN`
const CRL_CHECK_ALL: i64 = 8;
/// `VERIFY_X509_PARTIAL_CHAIN`
const PARTIAL_CHAIN: i64 = 0x80000;
/// `HOSTFLAG_NEVER_CHECK_SUBJECT`
const NEVER_CHECK_SUBJECT: i64 = 32;

/// The certificates and lists that a context trusts, and how it checks.
#[derive(Debug)]
pub struct Policy {
    /// The trusted certificates.
    pub trusted: Vec<CertificateDer<'static>>,
    anchors: Vec<TrustAnchor<'static>>,
    revoked: Vec<CertRevocationList<'static>>,
    /// The names of the trusted authorities, which a server tells its clients.
    subjects: Vec<DistinguishedName>,
    /// Whether certificates are checked at all.
    pub checks: bool,
    /// Whether the other side must have a certificate.
    pub mandatory: bool,
    /// `verify_flags`
    pub flags: i64,
    /// `_host_flags`
    pub host_flags: i64,
    /// Whether a server's certificate must be for the name that the client connects to.
    pub checks_names: bool,
    /// The algorithms of signatures.
    pub algorithms: WebPkiSupportedAlgorithms,
    /// The result of the last check, until the connection takes it.
    outcome: Mutex<Outcome>,
}

/// The name for rustls of a server that has none.
pub fn nameless() -> ServerName<'static> {
    ServerName::from(std::net::IpAddr::from([0; 4]))
}

impl Policy {
    /// A policy over these certificates and revocation lists. Unreadable ones are ignored.
    pub fn new(
        trusted: Vec<CertificateDer<'static>>,
        revoked: &[Vec<u8>],
        algorithms: WebPkiSupportedAlgorithms,
    ) -> Policy {
        let anchors: Vec<TrustAnchor<'static>> = trusted
            .iter()
            .filter_map(|der| Some(anchor_from_trusted_cert(der).ok()?.to_owned()))
            .collect();
        let subjects = anchors.iter().map(|a| DistinguishedName::in_sequence(&a.subject)).collect();
        let revoked = revoked
            .iter()
            .filter_map(|der| Some(webpki::OwnedCertRevocationList::from_der(der).ok()?.into()))
            .collect();
        Policy {
            trusted,
            anchors,
            revoked,
            subjects,
            checks: false,
            mandatory: false,
            flags: 0,
            host_flags: 0,
            checks_names: false,
            algorithms,
            outcome: Mutex::default(),
        }
    }

    /// The result of the last check. A connection takes it as soon as its input is processed.
    pub fn take_outcome(&self) -> Outcome {
        std::mem::take(&mut self.outcome.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The chain from the other side's certificate to a trusted one.
    fn chain(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
        is_server: bool,
    ) -> Result<Vec<Vec<u8>>, (Error, Failure)> {
        if self.trusted.iter().any(|trusted| trusted.as_ref() == own.as_ref())
            && let Ok((_, parsed)) = X509Certificate::from_der(own)
            && (self.flags & PARTIAL_CHAIN != 0 || parsed.subject() == parsed.issuer())
        {
            if !serves(&parsed, is_server) {
                let error = Error::InvalidCertificate(CertificateError::InvalidPurpose);
                return Err((error, Failure::verify(26, "unsuitable certificate purpose")));
            }
            let (validity, now) = (parsed.validity(), now.as_secs() as i64);
            if now > validity.not_after.timestamp() {
                return Err(refused(webpki::Error::CertExpired {
                    time: UnixTime::now(),
                    not_after: UnixTime::now(),
                }));
            }
            if now < validity.not_before.timestamp() {
                return Err(refused(webpki::Error::CertNotValidYet {
                    time: UnixTime::now(),
                    not_before: UnixTime::now(),
                }));
            }
            return Ok(vec![own.to_vec()]);
        }
        let untrusted = |(code, text)| {
            let error = Error::InvalidCertificate(CertificateError::UnknownIssuer);
            Err((error, Failure::verify(code, text)))
        };
        if let Some(gap) = self.gap(own, others) {
            return untrusted(gap);
        }
        let parsed = EndEntityCert::try_from(own).map_err(refused)?;
        let lists: Vec<&CertRevocationList<'_>> = self.revoked.iter().collect();
        let revocation = match self.flags & CRL_CHECK != 0 {
            true => {
                let Ok(options) = RevocationOptionsBuilder::new(&lists) else {
                    return untrusted((3, "unable to get certificate CRL"));
                };
                let depth = match self.flags & CRL_CHECK_ALL != 0 {
                    true => RevocationCheckDepth::Chain,
                    false => RevocationCheckDepth::EndEntity,
                };
                Some(options.with_depth(depth).build())
            }
            false => None,
        };
        let path = parsed
            .verify_for_usage(
                self.algorithms.all,
                &self.anchors,
                others,
                now,
                if is_server { KeyUsage::server_auth() } else { KeyUsage::client_auth() },
                revocation,
                None,
            )
            .map_err(refused)?;
        let mut chain = vec![own.to_vec()];
        chain.extend(path.intermediate_certificates().map(|c| c.der().to_vec()));
        let anchor = path.anchor();
        let is_anchor = |der: &&CertificateDer<'static>| {
            anchor_from_trusted_cert(der).is_ok_and(|found| {
                found.subject == anchor.subject
                    && found.subject_public_key_info == anchor.subject_public_key_info
            })
        };
        chain.extend(self.trusted.iter().find(is_anchor).map(|der| der.to_vec()));
        Ok(chain)
    }

    /// The end of a chain of names that does not reach a trusted certificate: OpenSSL's number and text.
    fn gap(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
    ) -> Option<(i64, &'static str)> {
        let mut current = X509Certificate::from_der(own).ok()?.1;
        // A longer chain is not accepted anyway.
        for depth in 0..16 {
            let issuer = current.issuer().as_raw();
            if depth == 0 && current.subject().as_raw() == issuer {
                return Some((18, "self-signed certificate"));
            }
            let names = |anchor: &TrustAnchor<'_>| {
                DistinguishedName::in_sequence(&anchor.subject).as_ref() == issuer
            };
            if self.anchors.iter().any(names) {
                return None;
            }
            if current.subject().as_raw() == issuer {
                return Some((19, "self-signed certificate in certificate chain"));
            }
            let next = others.iter().find_map(|der| {
                let parsed = X509Certificate::from_der(der).ok()?.1;
                (parsed.subject().as_raw() == issuer).then_some(parsed)
            });
            match next {
                Some(next) => current = next,
                None => return Some((20, "unable to get local issuer certificate")),
            }
        }
        None
    }

    /// Whether the certificate is for this host.
    fn check_name(
        &self,
        own: &CertificateDer<'_>,
        server: &ServerName<'_>,
    ) -> Result<(), (Error, Failure)> {
        let parsed = EndEntityCert::try_from(own).ok();
        if parsed.is_some_and(|p| p.verify_is_valid_for_subject_name(server).is_ok()) {
            return Ok(());
        }
        let name = server.to_str();
        let (code, text) = match server {
            ServerName::IpAddress(_) => (64, "IP address mismatch"),
            _ => (62, "Hostname mismatch"),
        };
        if code == 62 && self.host_flags & NEVER_CHECK_SUBJECT == 0 && is_common_name(own, &name) {
            return Ok(());
        }
        let text = format!("{text}, certificate is not valid for '{name}'.");
        let error = Error::InvalidCertificate(CertificateError::NotValidForName);
        Err((error, Failure::verify(code, text)))
    }

    /// Checks a certificate, of a server with this name or of a client.
    fn verify(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: Option<&ServerName<'_>>,
        now: UnixTime,
        is_server: bool,
    ) -> Result<(), Error> {
        if !self.checks {
            return Ok(());
        }
        let chain = self.chain(own, others, now, is_server);
        // As in OpenSSL, a wrong name takes precedence over faults of a complete chain.
        let is_complete = |(error, _): &(Error, Failure)| {
            *error != Error::InvalidCertificate(CertificateError::UnknownIssuer)
        };
        let is_name = |name: &&ServerName<'_>| **name != nameless();
        let checked = match name.filter(is_name) {
            Some(name) if self.checks_names && chain.as_ref().err().is_none_or(is_complete) => {
                self.check_name(own, name).and(chain)
            }
            _ => chain,
        };
        let (outcome, result) = match checked {
            Ok(chain) => (Outcome { chain, failure: None }, Ok(())),
            Err((error, failure)) => {
                (Outcome { chain: Vec::new(), failure: Some(failure) }, Err(error))
            }
        };
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = outcome;
        result
    }
}

/// Whether the extensions of a certificate allow its use by a server or client.
fn serves(certificate: &X509Certificate<'_>, is_server: bool) -> bool {
    let usage = certificate.key_usage().ok().flatten();
    let has_usage = usage.is_none_or(|found| {
        let flags = found.value;
        flags.digital_signature() || flags.key_encipherment() || flags.key_agreement()
    });
    let purposes = certificate.extended_key_usage().ok().flatten();
    let has_purpose = purposes.is_none_or(|found| {
        let flags = found.value;
        flags.any || if is_server { flags.server_auth } else { flags.client_auth }
    });
    has_usage && has_purpose
}

/// Whether a certificate without alternative host names has the name as its subject's.
fn is_common_name(own: &[u8], name: &str) -> bool {
    let Ok((_, certificate)) = X509Certificate::from_der(own) else { return false };
    if let Ok(Some(names)) = certificate.subject_alternative_name()
        && names.value.general_names.iter().any(|n| matches!(n, GeneralName::DNSName(_)))
    {
        return false;
    }
    certificate.subject().iter_common_name().any(|common| {
        let common = attribute_text(common);
        match common.strip_prefix("*.") {
            Some(domain) if domain.contains('.') => {
                name.split_once('.').is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(domain))
            }
            _ => common.eq_ignore_ascii_case(name),
        }
    })
}

/// The refusal of `webpki`, for the alert and for the program.
fn refused(error: webpki::Error) -> (Error, Failure) {
    use webpki::Error as W;
    let (alert, code, text) = match &error {
        W::CertExpired { .. } => (CertificateError::Expired, 10, "certificate has expired".into()),
        W::CertNotValidYet { .. } => {
            (CertificateError::NotValidYet, 9, "certificate is not yet valid".into())
        }
        W::CertRevoked => (CertificateError::Revoked, 23, "certificate revoked".into()),
        W::UnknownIssuer => {
            let text = "unable to get local issuer certificate".into();
            (CertificateError::UnknownIssuer, 20, text)
        }
        W::UnknownRevocationStatus => {
            let text = "unable to get certificate CRL".into();
            (CertificateError::UnknownRevocationStatus, 3, text)
        }
        W::CrlExpired { .. } => {
            (CertificateError::ExpiredRevocationList, 12, "CRL has expired".into())
        }
        W::InvalidSignatureForPublicKey => {
            (CertificateError::BadSignature, 7, "certificate signature failure".into())
        }
        W::RequiredEkuNotFoundContext(_) => {
            (CertificateError::InvalidPurpose, 26, "unsuitable certificate purpose".into())
        }
        W::EndEntityUsedAsCa => {
            (CertificateError::UnknownIssuer, 79, "invalid CA certificate".into())
        }
        W::PathLenConstraintViolated => {
            (CertificateError::UnknownIssuer, 25, "path length constraint exceeded".into())
        }
        W::MaximumPathDepthExceeded => {
            (CertificateError::UnknownIssuer, 22, "certificate chain too long".into())
        }
        W::NameConstraintViolation => {
            (CertificateError::UnknownIssuer, 47, "permitted subtree violation".into())
        }
        W::UnsupportedCriticalExtension => {
            let text = "unhandled critical extension".into();
            (CertificateError::UnhandledCriticalExtension, 34, text)
        }
        other => (CertificateError::BadEncoding, 1, format!("{other:?}")),
    };
    (Error::InvalidCertificate(alert), Failure::verify(code, text))
}

/// The result of a check.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The chain to a trusted certificate.
    pub chain: Vec<Vec<u8>>,
    /// The reason for refusing it.
    pub failure: Option<Failure>,
}

impl ServerCertVerifier for Policy {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.verify(own, others, Some(name), now, true)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls12_signature(message, own, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls13_signature(message, own, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl ClientCertVerifier for Policy {
    fn client_auth_mandatory(&self) -> bool {
        self.mandatory
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.subjects
    }

    fn verify_client_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.verify(own, others, None, now, false)?;
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        ServerCertVerifier::verify_tls12_signature(self, message, own, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        ServerCertVerifier::verify_tls13_signature(self, message, own, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
