//! `hob`: information for a program about itself, and [`explore`]. `hob.py` and `explore.py` are
//! the interface; this module has the functions that they use.

pub mod explore;

use super::ModuleDef;
use crate::event_loop::snapshot::{Snapshot, State, TaskView, unfinished};
use crate::event_loop::{handle, run, running, tree};
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value};
use crate::trace::{self, Trace, lanes::Look};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "hob",
    source: concat!(include_str!("hob.py"), include_str!("explore.py")),
    functions: &[
        explore::SEARCH,
        NativeDef::new("_tasks()", "", |vm, _| tasks(vm)),
        NativeDef::new("_tree()", "", |vm, _| Ok(tree::report(vm, &Snapshot::take(vm)).into())),
        NativeDef::new("_on_blocked(seconds, callback)", "", on_blocked),
        NativeDef::new("_is_virtual()", "", |vm, _| {
            Ok(Value::bool(running(vm).clock.is_virtual()))
        }),
        NativeDef::new("_set_virtual(is_virtual)", "", |vm, args| {
            let clock = &running(vm).clock;
            let was_virtual = clock.is_virtual();
            if clock.host().is_some() {
                return Err(vm.runtime_error("the clock is the host's"));
            }
            let is_virtual = vm.truthy(&args[0])?;
            if is_virtual != was_virtual {
                clock.go_on_as(is_virtual);
            }
            Ok(Value::bool(was_virtual))
        }),
        NativeDef::new("_start_trace()", "", start_trace),
        NativeDef::new("_end_trace(goes_on)", "", end_trace),
        NativeDef::new("_show_trace(trace, format)", "", show_trace),
    ],
    // The clock and the recorder belong to the host; an embedded program can only query them.
    needs: |function| match function {
        "_set_virtual" | "_start_trace" => Some(Capability::Signals),
        _ => None,
    },
    ..ModuleDef::BASE
};

/// `_hob_pdb`: the commands for tasks in the debugger.
pub static PDB: ModuleDef = ModuleDef {
    name: "_hob_pdb",
    source: include_str!("pdb.py"),
    functions: &[NativeDef::new(
        "run_within(coroutine)",
        "Run a coroutine to its end while the step that runs waits.",
        |vm, args| run::run_within(vm, args[0].clone()),
    )],
    ..ModuleDef::BASE
};

/// The width of lanes, in columns.
const WIDTH: usize = 100;

fn tasks(vm: &Vm) -> VmResult {
    let tasks = unfinished();
    let snapshot = Snapshot::of(vm, tasks.clone());
    let task = |at: usize| tasks[at].as_value().clone();
    let rows: Vec<Value> = snapshot
        .tasks
        .iter()
        .enumerate()
        .map(|(at, view)| {
            let awaits: Vec<Value> = view.awaits.iter().map(|at| task(*at)).collect();
            let holder = view.holder.map_or(Value::NONE, task);
            row(view, task(at), Tuple::new(awaits).into_value(), holder)
        })
        .collect();
    Ok(rows.into())
}

/// The fields of `TaskInfo`.
fn row(view: &TaskView, task: Value, awaits: Value, holder: Value) -> Value {
    let text = |text: &Option<String>| text.as_deref().map_or(Value::NONE, Value::from);
    let (state, left) = match view.state {
        State::Running => ("running", None),
        State::Ready => ("ready", None),
        State::Sleeping(left) => ("sleeping", left),
        State::Waiting => ("waiting", None),
    };
    let place = view.place.as_ref();
    let fields = [
        task,
        view.name.as_str().into(),
        place.map_or(view.function.as_str(), |place| place.function.as_str()).into(),
        place.map_or(Value::NONE, |place| place.file.as_str().into()),
        place.map_or(Value::NONE, |place| i64::from(place.line).into()),
        state.into(),
        Value::float(view.since),
        left.map_or(Value::NONE, Value::float),
        view.what.as_str().into(),
        awaits,
        holder,
        text(&view.made_by),
        text(&view.made_at),
    ];
    Tuple::new(fields).into_value()
}

fn on_blocked(vm: &Vm, args: Args<'_>) -> VmResult {
    let watch = match args[0].is_none() {
        true => Value::UNSET,
        false => {
            let seconds = Value::float(handle::seconds(vm, &args[0])?);
            Tuple::new([seconds, args[1].clone()]).into_value()
        }
    };
    running(vm).on_blocked.set(watch);
    Ok(Value::NONE)
}

/// A recorded run.
struct Recorded(Trace);

impl NativeObject for Recorded {}

static RECORDED: ClassDef = ClassDef {
    name: "_Recorded",
    module: "hob",
    kind: Kind::Native,
    subclassable: false,
    ..ClassDef::BASE
};

/// Starts to record everything; true if everything was already being recorded.
fn start_trace(vm: &Vm, _: Args<'_>) -> VmResult {
    Ok(Value::bool(running(vm).begin_trace(vm)))
}

fn end_trace(vm: &Vm, args: Args<'_>) -> VmResult {
    let running = running(vm);
    let mut program = String::new();
    if let Some(sys) = vm.modules.get_text("sys")
        && let Ok(Some(argv)) = vm.find_attribute(&sys, &crate::objects::str::intern("argv"))
        && let Some(first) = vm.to_vec(&argv)?.first()
        && let Some(first) = first.get::<Str>()
    {
        program = first.as_str().to_string();
    }
    let trace = Trace::of(running, &program);
    running.end_trace(vm, vm.truthy(&args[0])?);
    Ok(Native::new(&vm.class_for(&RECORDED), Recorded(trace)).into_value())
}

fn show_trace(vm: &Vm, args: Args<'_>) -> VmResult {
    let Some(Recorded(trace)) = args[0].native::<Recorded>() else {
        return Err(vm.type_error("a trace was expected"));
    };
    let format = vm.str(&args[1])?;
    let text = match format.as_str() {
        "lanes" => trace::lanes::show(trace, Look { width: WIDTH, is_colored: false }),
        "story" => trace::story::show(trace),
        "html" => trace::page::show(trace),
        "perfetto" => trace::perfetto::show(trace),
        "json" => trace::format::write(trace),
        other => {
            return Err(vm.value_error(format!(
                "unknown format {other:?}; there are lanes, story, html, perfetto and json"
            )));
        }
    };
    Ok(text.into())
}
