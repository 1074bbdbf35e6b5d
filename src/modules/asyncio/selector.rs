//! `loop._selector`: the files that a loop watches, in which CPython's transports look up whether
//! they are polled, and the wait of a program that runs the loop's passes itself.

use crate::event_loop::files::{self, Direction};
use crate::event_loop::{EventLoop, handle, run};
use crate::objects::exception::Exc;
use crate::objects::native::{ClassDef, Native, NativeDef, NativeObject};
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};

/// `selectors.EVENT_READ` and `EVENT_WRITE`.
const EVENTS: [(Direction, i64); 2] = [(Direction::Read, 1), (Direction::Write, 2)];

/// The data of a loop's selector.
struct Selector {
    event_loop: Value,
}

impl NativeObject for Selector {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.event_loop);
    }
}

/// The selector of a built-in loop.
pub fn new(vm: &Vm, event_loop: &Value) -> Value {
    let event_loop = event_loop.clone();
    Native::new(&vm.class_for(&SELECTOR), Selector { event_loop }).into_value()
}

fn get_key(vm: &Vm, selector: &Selector, file: &Value) -> VmResult {
    let fd = super::event_loop_methods::file_number(vm, file)?;
    let watched = selector.event_loop.native::<EventLoop>();
    let is_watched = |direction| watched.is_some_and(|it| files::is_watched(it, fd, direction));
    let events: i64 =
        EVENTS.iter().filter(|(direction, _)| is_watched(*direction)).map(|(_, event)| event).sum();
    if events == 0 {
        let message = format!("{} is not registered", vm.repr(file)?.as_str());
        return Err(vm.error(Exc::KeyError, message.as_str()));
    }
    let key = vm.get_attribute(&vm.import_module("selectors")?, &intern("SelectorKey"))?;
    vm.call(&key, &[file.clone(), i64::from(fd).into(), events.into(), Value::NONE])
}

/// The class of a loop's selector.
static SELECTOR: ClassDef = ClassDef {
    name: "EpollSelector",
    module: "selectors",
    doc: "The files that an event loop watches.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new(
            "get_key(self, fileobj)",
            "Return the key of a file that is watched.\n\nRaises KeyError for other files.",
            |vm, args| get_key(vm, args.data::<Selector>(), args.at(1)),
        ),
        NativeDef::new(
            "select(self, timeout=None)",
            "Wait until a file is ready, or until the loop has something else to run.\n\nThe loop's own handles of the files are in its ready queue then, and the list is empty.",
            |vm, args| {
                let timeout =
                    args.some(1).map(|timeout| handle::seconds(vm, timeout)).transpose()?;
                run::select(vm, &args.data::<Selector>().event_loop, timeout)?;
                Ok(Vec::new().into())
            },
        ),
    ],
    ..ClassDef::BASE
};
