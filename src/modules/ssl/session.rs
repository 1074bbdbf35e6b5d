//! Sessions of clients, which a later connection can resume.

use crate::objects::bytes::Bytes;
use crate::objects::native::{ClassDef, Native, NativeObject, PropertyDef};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value};
use crate::vm::Vm;
use rustls::NamedGroup;
use rustls::client::{ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue};
use rustls::pki_types::ServerName;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// The session data that a connection has received for later ones.
#[derive(Debug, Default)]
pub struct Tickets(Mutex<Received>);

#[derive(Debug, Default)]
struct Received {
    group: Option<NamedGroup>,
    of_1_2: Option<Tls12ClientSessionValue>,
    /// Each resumes one connection.
    of_1_3: Vec<Tls13ClientSessionValue>,
}

/// The maximum number of tickets kept for a session.
const MOST_TICKETS: usize = 8;

impl Tickets {
    fn with<T>(&self, body: impl FnOnce(&mut Received) -> T) -> T {
        body(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn is_empty(&self) -> bool {
        self.with(|received| received.of_1_2.is_none() && received.of_1_3.is_empty())
    }
}

/// There is only one server, so names do not matter.
impl ClientSessionStore for Tickets {
    fn set_kx_hint(&self, _: ServerName<'static>, group: NamedGroup) {
        self.with(|received| received.group = Some(group));
    }

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        self.with(|received| received.group)
    }

    fn set_tls12_session(&self, _: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.with(|received| received.of_1_2 = Some(value));
    }

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.with(|received| received.of_1_2.clone())
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {
        self.with(|received| received.of_1_2 = None);
    }

    fn insert_tls13_ticket(&self, _: ServerName<'static>, value: Tls13ClientSessionValue) {
        self.with(|received| {
            if received.of_1_3.len() < MOST_TICKETS {
                received.of_1_3.push(value);
            }
        });
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        self.with(|received| received.of_1_3.pop())
    }
}

/// The data of a session object.
pub struct Session {
    /// The data to resume with.
    pub tickets: Arc<Tickets>,
    /// The context of its connection.
    pub context: Value,
    id: [u8; 32],
    /// Seconds since 1970.
    made: i64,
}

impl NativeObject for Session {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.context);
    }
}

/// The lifetime of sessions, in seconds.
const TIMEOUT: i64 = 7200;

/// The session object of a connection.
pub fn new(vm: &Vm, tickets: Arc<Tickets>, context: Value, id: [u8; 32]) -> Value {
    let made = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64);
    let session = Session { tickets, context, id, made };
    Native::new(&vm.class_for(&SESSION), session).into_value()
}

fn part(session: &Value, which: impl Fn(&Session) -> Value) -> Value {
    session.native::<Session>().map_or(Value::NONE, which)
}

/// `ssl.SSLSession`
pub static SESSION: ClassDef = ClassDef {
    name: "SSLSession",
    module: "_ssl",
    kind: Kind::Native,
    subclassable: false,
    methods: &[crate::objects::native::NativeDef::compare(
        crate::bytecode::Comparison::Eq,
        |_, this, other, op| {
            let (Some(one), Some(two)) = (this.native::<Session>(), other.native::<Session>())
            else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            Ok(match op {
                crate::bytecode::Comparison::Eq => Value::bool(one.id == two.id),
                crate::bytecode::Comparison::Ne => Value::bool(one.id != two.id),
                _ => Value::NOT_IMPLEMENTED,
            })
        },
    )],
    properties: &[
        PropertyDef {
            name: "id",
            doc: "Session ID.",
            get: |_, s| Ok(part(s, |s| Bytes::new(s.id.to_vec()).into_value())),
            set: None,
        },
        PropertyDef {
            name: "time",
            doc: "Session creation time (seconds since epoch).",
            get: |_, s| Ok(part(s, |s| s.made.into())),
            set: None,
        },
        PropertyDef {
            name: "timeout",
            doc: "Session timeout (delta in seconds).",
            get: |_, s| Ok(part(s, |_| TIMEOUT.into())),
            set: None,
        },
        PropertyDef {
            name: "ticket_lifetime_hint",
            doc: "Ticket life time hint.",
            get: |_, s| Ok(part(s, |_| TIMEOUT.into())),
            set: None,
        },
        PropertyDef {
            name: "has_ticket",
            doc: "Does the session contain a ticket?",
            get: |_, s| Ok(part(s, |s| Value::bool(!s.tickets.is_empty()))),
            set: None,
        },
    ],
    ..ClassDef::BASE
};
