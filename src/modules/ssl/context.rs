//! The settings of a context, and the configurations of rustls that follow from them.

use super::ciphers::{self, Cipher};
use super::errors::Failure;
use super::session::Tickets;
use super::verify::{Policy, nameless};
use crate::objects::native::NativeObject;
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use rustls::client::{ResolvesClientCert, Resumption};
use rustls::crypto::CryptoProvider;
use rustls::crypto::ring::{ALL_KX_GROUPS, Ticketer, default_provider};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::{
    ClientHello, NoServerSessionStorage, ProducesTickets, ResolvesServerCert,
    ServerSessionMemoryCache, StoresServerSessions,
};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{
    ClientConfig, ClientConnection, KeyLog, NamedGroup, ServerConfig, SignatureScheme,
    SupportedProtocolVersion,
};
use std::cell::{Cell, RefCell};
use std::io::Write;
use std::sync::{Arc, Mutex};

/// `CERT_NONE`, …
pub const CERT_NONE: i64 = 0;
/// The other side must have a certificate.
pub const CERT_REQUIRED: i64 = 2;
/// `PROTOCOL_TLS_CLIENT`
pub const CLIENT: i64 = 16;
/// `PROTOCOL_TLS_SERVER`
pub const SERVER: i64 = 17;
/// `PROTO_TLSv1_2`
pub const TLS_1_2: i64 = 0x303;
/// `PROTO_TLSv1_3`
pub const TLS_1_3: i64 = 0x304;
/// `PROTO_MINIMUM_SUPPORTED`
pub const LOWEST: i64 = -2;
/// `PROTO_MAXIMUM_SUPPORTED`
pub const HIGHEST: i64 = -1;
const OP_NO_TLS_1_2: i64 = 0x800_0000;
const OP_NO_TLS_1_3: i64 = 0x2000_0000;
const OP_NO_TICKET: i64 = 0x4000;

/// The settings that a program makes.
pub struct Settings {
    /// `verify_mode`
    pub verify_mode: i64,
    /// `check_hostname`
    pub check_hostname: bool,
    /// `options`
    pub options: i64,
    /// `verify_flags`
    pub verify_flags: i64,
    /// `_host_flags`
    pub host_flags: i64,
    /// `minimum_version`
    pub minimum: i64,
    /// `maximum_version`
    pub maximum: i64,
    /// The suites of TLS 1.2.
    pub ciphers: Vec<&'static Cipher>,
    /// The single group of `set_ecdh_curve()`.
    pub group: Option<NamedGroup>,
    /// The application protocols, the preferred one first.
    pub alpn: Vec<Vec<u8>>,
    /// Certificates with their keys.
    pub keys: Vec<Arc<CertifiedKey>>,
    /// Trusted certificates.
    pub trusted: Vec<CertificateDer<'static>>,
    /// Revocation lists.
    pub revoked: Vec<Vec<u8>>,
    /// `num_tickets`
    pub tickets: usize,
    /// `post_handshake_auth`
    pub post_handshake_auth: bool,
    /// The file of keys, and its name.
    pub key_log: Option<(Value, Arc<KeyFile>)>,
}

/// The counters for `session_stats()`.
#[derive(Default)]
pub struct Counts {
    /// Handshakes of clients that began.
    pub connect: Cell<i64>,
    /// Handshakes of clients that succeeded.
    pub connected: Cell<i64>,
    /// Handshakes of servers that began.
    pub accept: Cell<i64>,
    /// Handshakes of servers that succeeded.
    pub accepted: Cell<i64>,
    /// Sessions resumed.
    pub hits: Cell<i64>,
}

/// The data of a context.
pub struct Context {
    /// `protocol`
    pub protocol: i64,
    /// Called with the name that a client requests; unset if there is none.
    pub sni_callback: Slot,
    /// For `session_stats()`.
    pub counts: Counts,
    settings: RefCell<Settings>,
    made: RefCell<Made>,
    sessions: Arc<dyn StoresServerSessions>,
    ticketer: RefCell<Option<Arc<dyn ProducesTickets>>>,
}

/// The configuration that follows from the settings, made on first use.
#[derive(Default)]
struct Made {
    policy: Option<Arc<Policy>>,
    client: Option<ClientConfig>,
    server: Option<Arc<ServerConfig>>,
}

impl NativeObject for Context {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.sni_callback.get());
        if let Some((name, _)) = &self.settings.borrow().key_log {
            visit(name);
        }
    }

    fn clear(&self) {
        self.sni_callback.take();
    }
}

impl Context {
    /// A context with OpenSSL's initial settings.
    pub fn new(protocol: i64) -> Context {
        let settings = Settings {
            verify_mode: if protocol == CLIENT { CERT_REQUIRED } else { CERT_NONE },
            check_hostname: protocol == CLIENT,
            options: 0x8252_0050,
            verify_flags: 0x8000,
            host_flags: 4,
            minimum: if matches!(protocol, CLIENT | SERVER) { TLS_1_2 } else { LOWEST },
            maximum: HIGHEST,
            ciphers: ciphers::defaults(),
            group: None,
            alpn: Vec::new(),
            keys: Vec::new(),
            trusted: Vec::new(),
            revoked: Vec::new(),
            tickets: 2,
            post_handshake_auth: false,
            key_log: None,
        };
        Context {
            protocol,
            sni_callback: Slot::default(),
            counts: Counts::default(),
            settings: RefCell::new(settings),
            made: RefCell::default(),
            sessions: ServerSessionMemoryCache::new(1024),
            ticketer: RefCell::default(),
        }
    }

    /// Reads settings.
    pub fn get<T>(&self, read: impl FnOnce(&Settings) -> T) -> T {
        read(&self.settings.borrow())
    }

    /// Changes settings; connections that are there keep theirs.
    pub fn set<T>(&self, change: impl FnOnce(&mut Settings) -> T) -> T {
        *self.made.borrow_mut() = Made::default();
        change(&mut self.settings.borrow_mut())
    }

    /// The versions that the settings allow.
    fn versions(&self) -> Vec<&'static SupportedProtocolVersion> {
        let settings = self.settings.borrow();
        let allows = |version: i64, off: i64| {
            (settings.minimum == LOWEST || settings.minimum == HIGHEST && version == TLS_1_3
                || (0..=version).contains(&settings.minimum))
                && (settings.maximum == HIGHEST || settings.maximum >= version
                    || settings.maximum == LOWEST && version == TLS_1_2)
                && settings.options & off == 0
                // PROTOCOL_TLSv1_2
                && (self.protocol != 5 || version == TLS_1_2)
        };
        let mut versions = Vec::new();
        if allows(TLS_1_3, OP_NO_TLS_1_3) {
            versions.push(&TLS13);
        }
        if allows(TLS_1_2, OP_NO_TLS_1_2) {
            versions.push(&TLS12);
        }
        versions
    }

    fn provider(&self) -> CryptoProvider {
        let settings = self.settings.borrow();
        let mut provider = default_provider();
        provider.cipher_suites = ciphers::suites(&settings.ciphers);
        if let Some(group) = settings.group {
            provider.kx_groups =
                ALL_KX_GROUPS.iter().copied().filter(|g| g.name() == group).collect();
        }
        provider
    }

    fn policy(&self) -> Arc<Policy> {
        if let Some(policy) = &self.made.borrow().policy {
            return policy.clone();
        }
        let settings = self.settings.borrow();
        let algorithms = default_provider().signature_verification_algorithms;
        let mut policy = Policy::new(settings.trusted.clone(), &settings.revoked, algorithms);
        policy.checks = settings.verify_mode != CERT_NONE;
        policy.mandatory = settings.verify_mode == CERT_REQUIRED;
        policy.flags = settings.verify_flags;
        policy.host_flags = settings.host_flags;
        policy.checks_names = settings.check_hostname;
        let policy = Arc::new(policy);
        self.made.borrow_mut().policy = Some(policy.clone());
        policy
    }

    /// A connection as client to a server with this name, with the policy that checks it.
    ///
    /// # Errors
    /// If the settings leave no way to connect.
    pub fn client(
        &self,
        name: Option<&str>,
        tickets: Arc<Tickets>,
    ) -> Result<(ClientConnection, Arc<Policy>), Failure> {
        let policy = self.policy();
        let made = self.made.borrow().client.clone();
        let mut config = match made {
            Some(made) => made,
            None => {
                let made = self.client_config(policy.clone())?;
                self.made.borrow_mut().client = Some(made.clone());
                made
            }
        };
        config.resumption = Resumption::store(tickets);
        let server = name.map(|name| ServerName::try_from(name.to_string()));
        if policy.checks_names && matches!(server, Some(Err(_))) {
            return Err(Failure::text("server_hostname is no name of a host"));
        }
        let server = server.and_then(Result::ok);
        // Without a name none is sent, but rustls requires one.
        config.enable_sni = server.is_some();
        let server = server.unwrap_or_else(nameless);
        let connection = ClientConnection::new(Arc::new(config), server)
            .map_err(|error| Failure::of_connection(&error))?;
        Ok((connection, policy))
    }

    fn client_config(&self, policy: Arc<Policy>) -> Result<ClientConfig, Failure> {
        let versions = self.versions();
        if versions.is_empty() {
            return Err(Failure::reason("NO_PROTOCOLS_AVAILABLE"));
        }
        let builder = ClientConfig::builder_with_provider(Arc::new(self.provider()))
            .with_protocol_versions(&versions)
            .map_err(|error| Failure::of_connection(&error))?;
        let settings = self.settings.borrow();
        let keys = Keys(settings.keys.clone());
        let mut config = builder
            .dangerous()
            .with_custom_certificate_verifier(policy)
            .with_client_cert_resolver(Arc::new(keys));
        config.alpn_protocols = settings.alpn.clone();
        if let Some((_, log)) = &settings.key_log {
            config.key_log = log.clone();
        }
        Ok(config)
    }

    /// The configuration for a client with this first message, with the policy that checks it.
    ///
    /// # Errors
    /// If the settings leave no way to serve.
    pub fn server(
        &self,
        hello: &ClientHello<'_>,
    ) -> Result<(Arc<ServerConfig>, Arc<Policy>), Failure> {
        let policy = self.policy();
        let made = self.made.borrow().server.clone();
        let config = match made {
            Some(made) => made,
            None => {
                let made = Arc::new(self.server_config(policy.clone())?);
                self.made.borrow_mut().server = Some(made.clone());
                made
            }
        };
        // As in OpenSSL under Python, a connection may continue without a common protocol.
        let is_common = |offered: &[u8]| config.alpn_protocols.iter().any(|own| own == offered);
        let shares = hello.alpn().is_none_or(|mut offered| offered.any(is_common));
        if !shares {
            let mut without = ServerConfig::clone(&config);
            without.alpn_protocols.clear();
            return Ok((Arc::new(without), policy));
        }
        Ok((config, policy))
    }

    fn server_config(&self, policy: Arc<Policy>) -> Result<ServerConfig, Failure> {
        let versions = self.versions();
        let settings = self.settings.borrow();
        if versions.is_empty() {
            return Err(Failure::reason("NO_PROTOCOLS_AVAILABLE"));
        }
        if settings.keys.is_empty() {
            return Err(Failure::reason("NO_SHARED_CIPHER"));
        }
        let builder = ServerConfig::builder_with_provider(Arc::new(self.provider()))
            .with_protocol_versions(&versions)
            .map_err(|error| Failure::of_connection(&error))?;
        let builder = match settings.verify_mode {
            CERT_NONE => builder.with_no_client_auth(),
            _ => builder.with_client_cert_verifier(policy),
        };
        let mut config = builder.with_cert_resolver(Arc::new(Keys(settings.keys.clone())));
        config.alpn_protocols = settings.alpn.clone();
        config.ignore_client_order = true;
        config.send_tls13_tickets = settings.tickets;
        config.max_tls13_tickets = settings.tickets.max(config.max_tls13_tickets);
        config.session_storage = self.sessions.clone();
        if settings.tickets == 0 && settings.options & OP_NO_TICKET != 0 {
            config.session_storage = Arc::new(NoServerSessionStorage {});
        }
        if settings.options & OP_NO_TICKET == 0 {
            let mut ticketer = self.ticketer.borrow_mut();
            if ticketer.is_none() {
                *ticketer = Ticketer::new().ok();
            }
            if let Some(ticketer) = &*ticketer {
                config.ticketer = ticketer.clone();
            }
        }
        if let Some((_, log)) = &settings.key_log {
            config.key_log = log.clone();
        }
        Ok(config)
    }
}

/// Certificates with their keys: the first that the other side can check is used.
#[derive(Debug)]
struct Keys(Vec<Arc<CertifiedKey>>);

impl Keys {
    fn choose(&self, schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let fits = |key: &&Arc<CertifiedKey>| key.key.choose_scheme(schemes).is_some();
        self.0.iter().find(fits).or(self.0.first()).cloned()
    }
}

impl ResolvesServerCert for Keys {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.choose(hello.signature_schemes())
    }
}

impl ResolvesClientCert for Keys {
    fn resolve(&self, _: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.choose(schemes)
    }

    fn has_certs(&self) -> bool {
        !self.0.is_empty()
    }
}

/// The file of `keylog_filename`, in the format that Wireshark reads.
#[derive(Debug)]
pub struct KeyFile(Mutex<std::fs::File>);

impl KeyFile {
    /// A log in this file, starting with the comment that OpenSSL writes into an empty one.
    pub fn new(mut file: std::fs::File) -> KeyFile {
        if file.metadata().is_ok_and(|data| data.len() == 0) {
            let comment = "# TLS secrets log file, generated by OpenSSL / Python\n";
            // A log that cannot be written is not a reason to refuse a connection.
            let _ = file.write_all(comment.as_bytes());
        }
        KeyFile(Mutex::new(file))
    }
}

impl KeyLog for KeyFile {
    fn log(&self, label: &str, random: &[u8], secret: &[u8]) {
        let digits = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
        let line = format!("{label} {} {}\n", digits(random), digits(secret));
        if let Ok(mut file) = self.0.lock() {
            let _ = file.write_all(line.as_bytes());
        }
    }
}
