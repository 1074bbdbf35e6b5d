//! The classes of parsers: they call the methods of a protocol.

use super::{error, part};
use crate::objects::bytes::{self, Bytes};
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::scalar::class_argument;
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::text::http::{self, Event, Fault, Input, Kind, Leniency, Side};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::ops::Range;

/// The methods of a protocol.
#[derive(Clone, Copy)]
enum Callback {
    MessageBegin,
    Url,
    Status,
    Header,
    HeadersComplete,
    ChunkHeader,
    Body,
    ChunkComplete,
    MessageComplete,
}

const NAMES: [&str; 9] = [
    "on_message_begin",
    "on_url",
    "on_status",
    "on_header",
    "on_headers_complete",
    "on_chunk_header",
    "on_body",
    "on_chunk_complete",
    "on_message_complete",
];

/// The data of a parser.
struct Parser {
    /// Not borrowed while a callback runs.
    http: RefCell<http::Parser>,
    /// The protocol's methods; unset where it has none.
    callbacks: [Slot; NAMES.len()],
    header: RefCell<Header>,
    is_feeding: Cell<bool>,
}

/// The header being read. It is reported when the next one begins, as its value may go on until then.
#[derive(Default)]
struct Header {
    name: Vec<u8>,
    value: Vec<u8>,
    has_value: bool,
}

impl NativeObject for Parser {
    fn traverse(&self, visit: Visitor<'_>) {
        self.callbacks.iter().for_each(|callback| visit(&callback.get()));
    }

    fn clear(&self) {
        self.callbacks.iter().for_each(|callback| drop(callback.take()));
    }
}

impl Parser {
    fn new(side: Side) -> Parser {
        Parser {
            http: RefCell::new(http::Parser::new(side)),
            callbacks: std::array::from_fn(|_| Slot::default()),
            header: RefCell::default(),
            is_feeding: Cell::new(false),
        }
    }

    /// `__init__`
    fn begin(&self, vm: &Vm, side: Side, protocol: &Value) -> VmResult {
        *self.http.borrow_mut() = http::Parser::new(side);
        self.header.take();
        for (slot, name) in self.callbacks.iter().zip(NAMES) {
            let method = vm.find_attribute(protocol, &intern(name))?;
            slot.set(method.filter(|method| !method.is_none()).unwrap_or_default());
        }
        Ok(Value::NONE)
    }

    /// Calls a method of the protocol, if it has it. `arguments` makes the arguments.
    fn call<const N: usize>(
        &self,
        vm: &Vm,
        callback: Callback,
        arguments: impl FnOnce() -> VmResult<[Value; N]>,
    ) -> VmResult<()> {
        let function = self.callbacks[callback as usize].get();
        if function.is_unset() {
            return Ok(());
        }
        vm.call(&function, &arguments()?).map(drop)
    }

    /// Reports the header that was read, if there is one.
    fn report_header(&self, vm: &Vm) -> VmResult<()> {
        let mut header = self.header.borrow_mut();
        if !header.has_value {
            return Ok(());
        }
        let pair = [part(vm, &header.name)?, part(vm, &header.value)?];
        header.name.clear();
        header.value.clear();
        header.has_value = false;
        drop(header);
        self.call(vm, Callback::Header, || Ok(pair))
    }

    /// Passes an event on to the protocol.
    fn handle(&self, vm: &Vm, event: &Event, data: &[u8]) -> VmResult<()> {
        let bytes = |range: &Range<usize>| -> VmResult<[Value; 1]> {
            Ok([part(vm, &data[range.clone()])?])
        };
        match event {
            Event::MessageBegin => self.call(vm, Callback::MessageBegin, || Ok([])),
            Event::Url(range) => self.call(vm, Callback::Url, || bytes(range)),
            Event::Status(range) => self.call(vm, Callback::Status, || bytes(range)),
            Event::HeaderField(_) | Event::HeaderValue(_)
                if self.callbacks[Callback::Header as usize].get().is_unset() =>
            {
                Ok(())
            }
            Event::HeaderField(range) => {
                self.report_header(vm)?;
                let mut header = self.header.borrow_mut();
                vm.grow(&mut header.name, range.len())?;
                header.name.extend_from_slice(&data[range.clone()]);
                Ok(())
            }
            Event::HeaderValue(range) => {
                let mut header = self.header.borrow_mut();
                header.has_value = true;
                vm.grow(&mut header.value, range.len())?;
                header.value.extend_from_slice(&data[range.clone()]);
                Ok(())
            }
            Event::HeadersComplete => {
                self.report_header(vm)?;
                self.call(vm, Callback::HeadersComplete, || Ok([]))
            }
            Event::ChunkHeader => self.call(vm, Callback::ChunkHeader, || Ok([])),
            Event::Body(range) => self.call(vm, Callback::Body, || bytes(range)),
            Event::ChunkComplete => {
                self.report_header(vm)?;
                self.call(vm, Callback::ChunkComplete, || Ok([]))
            }
            Event::MessageComplete => self.call(vm, Callback::MessageComplete, || Ok([])),
            Event::Upgrade => Ok(()),
        }
    }

    /// Reads a piece of input.
    fn feed(&self, vm: &Vm, data: &[u8]) -> VmResult<()> {
        let mut input = Input::new(data);
        loop {
            let next = self.http.borrow_mut().next(&mut input);
            let event = match next {
                Ok(Some(event)) => event,
                Ok(None) if input.go_on() => {
                    vm.tick_bytes(http::PART)?;
                    continue;
                }
                Ok(None) => return Ok(()),
                Err(fault) => return Err(raised(vm, fault)),
            };
            if event == Event::Upgrade {
                return Err(error(vm, "HttpParserUpgrade", input.consumed()));
            }
            if let Err(cause) = self.handle(vm, &event, data) {
                if vm.meter.has_tripped() {
                    return Err(cause);
                }
                let fault = self.http.borrow_mut().refuse(&event);
                let raised = raised(vm, fault);
                // As in any `raise`, an exception being handled would take its place.
                if vm.handled_exception().is_none() {
                    raised.0.context.set(cause.0.into_value());
                }
                return Err(raised);
            }
            vm.tick(1)?;
        }
    }
}

/// The exception for a fault.
#[cold]
fn raised(vm: &Vm, fault: Fault) -> Raised {
    let class = match fault.kind {
        Kind::Callback => "HttpParserCallbackError",
        Kind::Status => "HttpParserInvalidStatusError",
        Kind::Method => "HttpParserInvalidMethodError",
        Kind::Url => "HttpParserInvalidURLError",
        Kind::Other => "HttpParserError",
    };
    error(vm, class, fault.reason)
}

fn feed_data(vm: &Vm, args: Args<'_>) -> VmResult {
    let parser = args.data::<Parser>();
    // Callbacks may change other memory than that of bytes.
    let data = match args[1].get::<Bytes>() {
        Some(data) => data.clone(),
        None => Bytes::new(bytes::require(vm, &args[1])?.into_vec(vm)?),
    };
    if parser.is_feeding.replace(true) {
        return Err(vm.runtime_error("feed_data() was called by a callback of the same parser"));
    }
    let result = parser.feed(vm, &data.data);
    parser.is_feeding.set(false);
    result.map(|()| Value::NONE)
}

/// The parameters of `set_dangerous_leniencies`, in order.
const LENIENCIES: [(&str, Leniency); 10] = [
    ("headers", http::LENIENT_HEADERS),
    ("chunked_length", http::LENIENT_CHUNKED_LENGTH),
    ("keep_alive", http::LENIENT_KEEP_ALIVE),
    ("transfer_encoding", http::LENIENT_TRANSFER_ENCODING),
    ("version", http::LENIENT_VERSION),
    ("data_after_close", http::LENIENT_DATA_AFTER_CLOSE),
    ("optional_lf_after_cr", http::LENIENT_OPTIONAL_LF_AFTER_CR),
    ("optional_cr_before_lf", http::LENIENT_OPTIONAL_CR_BEFORE_LF),
    ("optional_crlf_after_chunk", http::LENIENT_OPTIONAL_CRLF_AFTER_CHUNK),
    ("spaces_after_chunk_size", http::LENIENT_SPACES_AFTER_CHUNK_SIZE),
];

fn set_dangerous_leniencies(vm: &Vm, args: Args<'_>) -> VmResult {
    for (index, (name, _)) in (1..).zip(LENIENCIES) {
        if let Some(value) = args.some(index).filter(|value| !value.is_bool()) {
            let shown = vm.class_ref(value).message_name();
            return Err(vm.type_error(format!(
                "Argument 'lenient_{name}' has incorrect type (expected bool, got {shown})"
            )));
        }
    }
    let mut parser = args.data::<Parser>().http.borrow_mut();
    for (index, (_, which)) in (1..).zip(LENIENCIES) {
        if let Some(value) = args.some(index) {
            parser.set_leniency(which, value.is(&Value::TRUE));
        }
    }
    Ok(Value::NONE)
}

/// What both classes have.
static BASE: ClassDef = ClassDef {
    name: "HttpParser",
    module: "httptools.parser.parser",
    methods: &[
        NativeDef::new(
            "set_dangerous_leniencies(self, lenient_headers=None, lenient_chunked_length=None, lenient_keep_alive=None, lenient_transfer_encoding=None, lenient_version=None, lenient_data_after_close=None, lenient_optional_lf_after_cr=None, lenient_optional_cr_before_lf=None, lenient_optional_crlf_after_chunk=None, lenient_spaces_after_chunk_size=None)",
            "",
            set_dangerous_leniencies,
        ),
        NativeDef::new("get_http_version(self)", "", |_, a| {
            let (major, minor) = a.data::<Parser>().http.borrow().version();
            Ok(format!("{major}.{minor}").into())
        }),
        NativeDef::new("should_keep_alive(self)", "", |_, a| {
            Ok(Value::bool(a.data::<Parser>().http.borrow().keeps_alive()))
        }),
        NativeDef::new("should_upgrade(self)", "", |_, a| {
            Ok(Value::bool(a.data::<Parser>().http.borrow().upgrades()))
        }),
        NativeDef::new("feed_data(self, data)", "", feed_data),
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |_, a| {
            Ok(Native::new(class_argument(a), Parser::new(Side::Requests)).into_value())
        }),
    ],
    ..ClassDef::BASE
};

/// `HttpRequestParser`
pub(super) static REQUESTS: ClassDef = ClassDef {
    name: "HttpRequestParser",
    module: "httptools.parser.parser",
    base: Some(&BASE),
    methods: &[
        NativeDef::new("__init__(self, protocol)", "", |vm, a| {
            a.data::<Parser>().begin(vm, Side::Requests, a.at(1))
        }),
        NativeDef::new("get_method(self)", "", |_, a| {
            Ok(a.data::<Parser>().http.borrow().method().as_bytes().into())
        }),
    ],
    ..ClassDef::BASE
};

/// `HttpResponseParser`
pub(super) static RESPONSES: ClassDef = ClassDef {
    name: "HttpResponseParser",
    module: "httptools.parser.parser",
    base: Some(&BASE),
    methods: &[
        NativeDef::new("__init__(self, protocol)", "", |vm, a| {
            a.data::<Parser>().begin(vm, Side::Responses, a.at(1))
        }),
        NativeDef::new("get_status_code(self)", "", |_, a| {
            Ok(i64::from(a.data::<Parser>().http.borrow().status()).into())
        }),
    ],
    ..ClassDef::BASE
};
