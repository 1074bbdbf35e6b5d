//! The interpreter as a library: what a host program can do with it.

use hob::{Class, Clock, ErrorKind, HostClock, Interpreter, Limit, Limits, Module};
use std::cell::RefCell;
use std::future::Future;
use std::io::{self, Write};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// A sink that shows what was written to it.
#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<u8>>>);

impl Sink {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.borrow()).into_owned()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn streams_are_the_hosts() -> hob::Result<()> {
    let (output, errors) = (Sink::default(), Sink::default());
    let python = Interpreter::builder()
        .stdin(&b"first\nsecond\n"[..])
        .stdout(output.clone())
        .stderr(errors.clone())
        .build();
    python.exec("print(input('> '))\nimport sys\nprint(sys.stdin.read(), file=sys.stderr)")?;
    assert_eq!(output.text(), "> first\n");
    assert_eq!(errors.text(), "second\n\n");
    assert!(!python.eval("sys.stdout.isatty()")?.extract::<bool>()?);
    let error = python.eval("sys.stdout.fileno()").expect_err("it is no file");
    assert_eq!(error.class_name(), "UnsupportedOperation");
    Ok(())
}

#[test]
fn errors_say_what_happened() {
    let python = Interpreter::new();
    let error = python.exec("def f():\n    {}['x']\nf()").expect_err("a KeyError");
    assert_eq!(error.kind(), ErrorKind::Exception);
    assert_eq!(error.to_string(), "KeyError: 'x'");
    assert!(error.traceback().contains("File \"<string>\", line 2, in f"), "{}", error.traceback());
    let exception = error.exception().expect("it was raised");
    assert_eq!(exception.get("args").and_then(|a| a.repr()).expect("a tuple"), "('x',)");
    let error = python.eval("1 +").expect_err("a SyntaxError");
    assert_eq!(error.kind(), ErrorKind::Syntax);
}

#[test]
fn the_end_of_a_program_is_an_outcome() {
    let python = Interpreter::new();
    for (code, status) in
        [("exit(3)", 3), ("raise SystemExit", 0), ("import sys; sys.exit('no')", 1)]
    {
        let error = python.exec(code).expect_err("it ends");
        assert_eq!(error.exit_status(), Some(status), "{code}");
    }
    assert_eq!(python.eval("1 + 1").and_then(|two| two.extract::<i64>()).expect("it goes on"), 2);
}

#[test]
fn interpreters_do_not_meet() -> hob::Result<()> {
    let first = Interpreter::builder().clock(Clock::Virtual).hash_seed(1).build();
    let second = Interpreter::builder().clock(Clock::Virtual).hash_seed(2).build();
    for (python, name) in [(&first, "first"), (&second, "second")] {
        python.exec(
            "import asyncio, gc, time, weakref\n\
             class Cycle: pass\n\
             cycle = Cycle(); cycle.self = cycle\n\
             seen = weakref.ref(cycle)\n\
             del cycle\n\
             marked = [1]\n\
             async def wait(): await asyncio.sleep(100)",
        )?;
        python.set("name", name)?;
    }
    first.exec("asyncio.run(wait()); asyncio.run(wait()); gc.disable()")?;
    second.exec("asyncio.run(wait())")?;
    for (python, passed) in [(&first, 200), (&second, 100)] {
        let time = python.eval("time.monotonic()")?.extract::<f64>()?;
        assert_eq!(time.round() as i64, 1000 + passed);
    }
    first.exec("gc.collect()")?;
    assert!(first.eval("seen()")?.is_none());
    assert!(!second.eval("seen()")?.is_none());
    assert!(second.eval("gc.isenabled()")?.extract::<bool>()?);
    assert_ne!(
        first.eval("hash('text')")?.extract::<i64>()?,
        second.eval("hash('text')")?.extract::<i64>()?,
    );
    let object = first.eval("marked")?;
    let error = second.set("stolen", &object).expect_err("it is not its own");
    assert_eq!(error.kind(), ErrorKind::ForeignObject);
    drop(first);
    assert_eq!(second.eval("name")?.extract::<String>()?, "second");
    assert_eq!(object.call_method("__len__", ())?.extract::<i64>()?, 1);
    assert_eq!(object.interpreter().eval("name")?.extract::<String>()?, "first");
    Ok(())
}

#[test]
fn interpreters_run_on_threads_of_their_own() {
    let threads = [1, 2].map(|number: i64| {
        std::thread::spawn(move || -> i64 {
            let python = Interpreter::new();
            python.set("number", number).expect("an int");
            python.exec("total = sum(number for _ in range(10_000))").expect("a sum");
            python.eval("total").and_then(|total| total.extract()).expect("an int")
        })
    });
    assert_eq!(threads.map(|thread| thread.join().expect("it ends")), [10_000, 20_000]);
}

#[test]
fn an_end_runs_finalizers_and_frees_everything() -> hob::Result<()> {
    for _ in 0..3 {
        let output = Sink::default();
        let python = Interpreter::builder().stdout(output.clone()).build();
        python.exec(
            "import asyncio, json, re, threading\n\
             class Loud:\n\
             \x20   def __del__(self): print('gone')\n\
             cycle = Loud(); cycle.self = cycle\n\
             async def main():\n\
             \x20   asyncio.create_task(asyncio.sleep(1000))\n\
             \x20   await asyncio.sleep(0)\n\
             asyncio.run(main())\n\
             def steps():\n\
             \x20   try: yield 1\n\
             \x20   finally: print('closed')\n\
             left = steps(); next(left)",
        )?;
        drop(python);
        assert_eq!(output.text(), "gone\nclosed\n");
        assert_eq!(hob::vm::objects_left(), 0);
    }
    Ok(())
}

/// Runs a future to its end on this thread.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(std::thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        std::thread::park();
    }
}

/// Awaits all of several futures at the same time.
async fn join<F: Future + Unpin>(mut futures: Vec<F>) -> Vec<F::Output> {
    let mut outputs: Vec<Option<F::Output>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, output) in futures.iter_mut().zip(&mut outputs) {
            if output.is_none()
                && let Poll::Ready(ready) = Pin::new(future).poll(context)
            {
                *output = Some(ready);
            }
        }
        if outputs.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    outputs.into_iter().flatten().collect()
}

/// A future that another thread wakes.
struct Later(Arc<Mutex<(bool, Option<Waker>)>>);

impl Later {
    fn after(time: Duration) -> Later {
        let state = Arc::new(Mutex::new((false, None::<Waker>)));
        let shared = state.clone();
        std::thread::spawn(move || {
            std::thread::sleep(time);
            let mut state = shared.lock().expect("no panic");
            state.0 = true;
            if let Some(waker) = state.1.take() {
                waker.wake();
            }
        });
        Later(state)
    }
}

impl Future for Later {
    type Output = i64;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<i64> {
        let mut state = self.0.lock().expect("no panic");
        state.1 = Some(context.waker().clone());
        if state.0 { Poll::Ready(7) } else { Poll::Pending }
    }
}

fn host() -> Module {
    Module::new("host")
        .async_function("later(ms)", |ms: u64| Later::after(Duration::from_millis(ms)))
}

const WAITS: &str = "
import asyncio, host
async def both():
    return await asyncio.gather(host.later(20), host.later(ms=10), asyncio.sleep(0.005, 'slept'))
async def nap(name, seconds):
    await asyncio.sleep(seconds)
    return name
";

#[test]
fn programs_await_rust_futures() -> hob::Result<()> {
    for clock in [Clock::Real, Clock::Virtual] {
        let python = Interpreter::builder().module(host()).clock(clock).build();
        python.exec(WAITS)?;
        for _ in 0..2 {
            let both = python.call("both", ())?;
            assert_eq!(python.run(&both)?.repr()?, "[7, 7, 'slept']");
            let both = python.call("both", ())?;
            assert_eq!(block_on(python.run_async(&both))?.repr()?, "[7, 7, 'slept']");
            python.exec("assert asyncio.run(both()) == [7, 7, 'slept']")?;
        }
        let error = python.exec("asyncio.run(host.later('soon'))").expect_err("no int");
        assert_eq!(error.to_string(), "TypeError: later() argument 'ms': expected int, got str");
    }
    Ok(())
}

#[test]
fn coroutines_of_several_interpreters_are_futures_of_one_thread() -> hob::Result<()> {
    let pythons = [Clock::Real, Clock::Real, Clock::Virtual]
        .map(|clock| Interpreter::builder().module(host()).clock(clock).build());
    let mut futures = Vec::new();
    for (python, seconds) in pythons.iter().zip([0.03, 0.02, 3600.0]) {
        python.exec(WAITS)?;
        for name in ["first", "second"] {
            futures.push(python.run_async(&python.call("nap", (name, seconds))?));
            futures.push(python.run_async(&python.call("both", ())?));
        }
    }
    let shown: Vec<String> = block_on(join(futures))
        .into_iter()
        .map(|r| r.and_then(|o| o.str()))
        .collect::<Result<_, _>>()?;
    let expected = ["first", "[7, 7, 'slept']", "second", "[7, 7, 'slept']"];
    assert_eq!(shown, expected.repeat(3));
    Ok(())
}

#[test]
fn polled_loops_wait_for_sockets() -> hob::Result<()> {
    let python = Interpreter::new();
    python.exec(
        "import asyncio
async def main():
    async def serve(reader, writer):
        await asyncio.sleep(0.01)
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()
    server = await asyncio.start_server(serve, '127.0.0.1', 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(b'hello\\n')
    line = await reader.read()
    writer.close()
    server.close()
    return line.decode()",
    )?;
    let main = python.call("main", ())?;
    assert_eq!(block_on(python.run_async(&main))?.extract::<String>()?, "HELLO\n");
    Ok(())
}

#[test]
fn dropped_futures_cancel_their_tasks() -> hob::Result<()> {
    let output = Sink::default();
    let python = Interpreter::builder().module(host()).stdout(output.clone()).build();
    python.exec(
        "import asyncio, host
async def main(wait):
    print('began')
    try: await wait
    except asyncio.CancelledError:
        print('cancelled')
        raise
    finally:
        await asyncio.sleep(0)
        print('cleaned up')",
    )?;
    for wait in ["asyncio.sleep(1000)", "host.later(1_000_000)", "asyncio.Event().wait()"] {
        let mut run = python.run_async(&python.eval(&format!("main({wait})"))?);
        let waker = Waker::noop();
        assert!(Pin::new(&mut run).poll(&mut Context::from_waker(waker)).is_pending());
        drop(run);
        assert_eq!(output.text(), "began\ncancelled\ncleaned up\n");
        output.0.borrow_mut().clear();
    }
    drop(python.run_async(&python.eval("main(None)")?));
    assert_eq!(output.text(), "");
    Ok(())
}

#[test]
fn calls_from_rust_wake_polled_loops() -> hob::Result<()> {
    let python = Interpreter::new();
    python.exec("import asyncio\nevent = asyncio.Event()\nasync def main():\n    await event.wait()\n    return 'set'")?;
    let mut run = python.run_async(&python.call("main", ())?);
    let set = async {
        std::future::poll_fn(|context| {
            let pending = Pin::new(&mut run).poll(context).is_pending();
            assert!(pending);
            Poll::Ready(())
        })
        .await;
        python.exec("event.set()")?;
        run.await
    };
    assert_eq!(block_on(set)?.extract::<String>()?, "set");
    Ok(())
}

struct Counter {
    count: i64,
}

#[test]
fn host_types_have_methods_and_attributes() -> hob::Result<()> {
    let class = Class::<Counter>::new("Counter")
        .doc("Counts.")
        .fallible_constructor("(start=0)", |start: i64| match start {
            0.. => Ok(Counter { count: start }),
            _ => Err(hob::Error::new("ValueError", "negative")),
        })
        .method_mut("add(n, twice=False)", |counter: &mut Counter, n: i64, twice: bool| {
            counter.count += if twice { 2 * n } else { n };
        })
        .method_mut("each", |counter: &mut Counter, function: hob::Object| {
            function.call((counter.count,)).map(|_| ())
        })
        .method("__len__()", |counter: &Counter| counter.count)
        .method("__eq__(other)", |counter: &Counter, other: hob::Object| {
            other.with(|other: &Counter| counter.count == other.count).unwrap_or(false)
        })
        .attribute("count", |counter: &Counter| counter.count)
        .setter("count", |counter: &mut Counter, count: i64| counter.count = count);
    let module = Module::new("host.types").class(class);
    let python = Interpreter::builder().module(Module::new("host")).module(module).build();
    python.exec(
        "from host.types import Counter
c = Counter(start=2)
c.add(3); c.add(1, twice=True)
assert c.count == len(c) == 7, c.count
c.count = 5
assert c == Counter(5) and c != Counter(6) and c != 5
assert Counter.__doc__ == 'Counts.' and repr(Counter) == \"<class 'host.types.Counter'>\"
class Named(Counter):
    def __new__(cls, name): return super().__new__(cls, 10)
    def __init__(self, name): self.name = name
n = Named('x')
n.add(1)
assert n.count == 11 and n.name == 'x'
def fails(call, kind):
    try: call()
    except kind as error: return str(error)
    raise AssertionError('nothing raised')
results = [
    fails(lambda: Counter(-1), ValueError),
    fails(lambda: c.add('x'), TypeError),
    fails(lambda: c.add(), TypeError),
    fails(lambda: Counter.add(5, 5), TypeError),
    fails(lambda: c.each(lambda n: c.count), RuntimeError),
    fails(lambda: Counter.__new__(int), TypeError),
    fails(lambda: setattr(c, 'other', 1), AttributeError),
]",
    )?;
    let results: Vec<String> = python.get("results")?.extract()?;
    assert_eq!(
        results,
        [
            "negative",
            "add() argument 'n': expected int, got str",
            "add() missing required argument 'n' (pos 1)",
            "descriptor 'add' for 'Counter' objects doesn't apply to a 'int' object",
            "the object is in use by a method that has not returned",
            "Counter.__new__(int): int is not a subtype of Counter",
            "'Counter' object has no attribute 'other' and no __dict__ for setting new attributes",
        ]
    );
    assert_eq!(python.get("c")?.with(|counter: &Counter| counter.count)?, 5);
    Ok(())
}

#[test]
fn a_polled_program_has_the_budgets_of_one_call() -> hob::Result<()> {
    let limits = Limits::none().time(Duration::from_millis(200)).instructions(1000);
    let python = Interpreter::builder().limits(limits).build();
    python.exec("import asyncio\nasync def spin():\n    while True: await asyncio.sleep(0)")?;
    for (main, limit) in [("asyncio.sleep(1000)", Limit::Time), ("spin()", Limit::Instructions)] {
        let error = block_on(python.run_async(&python.eval(main)?)).expect_err("it is too long");
        assert_eq!(error.kind(), ErrorKind::Limit(limit), "{main}: {error}");
        assert_eq!(python.eval("1 + 1")?.extract::<i64>()?, 2);
    }
    Ok(())
}

#[test]
fn a_polled_run_begins_with_whole_budgets() -> hob::Result<()> {
    let limits = Limits::none().time(Duration::from_millis(200));
    let python = Interpreter::builder().limits(limits).build();
    python.exec("import asyncio\nasync def nap():\n    await asyncio.sleep(0.01)\n    return 1")?;
    let nap = python.eval("nap()")?;
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(block_on(python.run_async(&nap))?.extract::<i64>()?, 1);
    Ok(())
}

#[test]
fn a_polled_run_ends_with_a_program_that_a_limit_ends() -> hob::Result<()> {
    let python = Interpreter::builder().limits(Limits::none().instructions(100_000)).build();
    python.exec("import asyncio")?;
    let mut run = python.run_async(&python.eval("asyncio.sleep(1000)")?);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(std::pin::Pin::new(&mut run).poll(&mut context).is_pending());
    let error = python.exec("while True: pass").expect_err("it is too long");
    assert_eq!(error.kind(), ErrorKind::Limit(Limit::Instructions));
    assert_eq!(python.eval("1 + 1")?.extract::<i64>()?, 2);
    let error = block_on(run).expect_err("its event loop is gone");
    assert_eq!(error.to_string(), "RuntimeError: the event loop of the coroutine was closed");
    Ok(())
}

/// A simulation: time passes only during waits, and each wait is recorded.
#[derive(Clone, Default)]
struct Simulation(Rc<RefCell<Simulated>>);

#[derive(Default)]
struct Simulated {
    now: Duration,
    waits: Vec<u64>,
    /// Wakers to be woken at given times, if the host has its own timers.
    timers: Option<Vec<(Duration, Waker)>>,
}

impl Simulation {
    /// Advances to the next timer; false if there is none.
    fn advance(&self) -> bool {
        let mut state = self.0.borrow_mut();
        let mut timers = state.timers.take().unwrap_or_default();
        timers.sort_by_key(|(when, _)| *when);
        let next = (!timers.is_empty()).then(|| timers.remove(0));
        state.timers = Some(timers);
        let Some((when, waker)) = next else { return false };
        state.now = state.now.max(when);
        drop(state);
        waker.wake();
        true
    }
}

impl HostClock for Simulation {
    fn monotonic(&self) -> Duration {
        self.0.borrow().now
    }

    fn since_epoch(&self) -> Duration {
        Duration::from_secs(86_400) + self.0.borrow().now
    }

    fn wait_until(&self, deadline: Duration) {
        let mut state = self.0.borrow_mut();
        // In two steps: a host may return early.
        let left = deadline - state.now;
        state.now += if left.as_millis() > 1 { left / 2 } else { left };
        state.waits.push(deadline.as_secs());
    }

    fn wake_at(&self, deadline: Duration, waker: &Waker) {
        if let Some(timers) = &mut self.0.borrow_mut().timers {
            return timers.push((deadline, waker.clone()));
        }
        self.wait_until(deadline);
        waker.wake_by_ref();
    }
}

#[test]
fn the_clock_may_be_the_hosts() -> hob::Result<()> {
    const PROGRAM: &str = "
import asyncio, datetime, time, threading
async def main():
    async def tick(): await asyncio.sleep(100); return time.monotonic()
    ticks = await asyncio.gather(tick(), asyncio.sleep(50), tick())
    try: await asyncio.wait_for(asyncio.Event().wait(), 25)
    except TimeoutError: pass
    return ticks[0], time.time()
";
    let time = Simulation::default();
    let python = Interpreter::builder().host_clock(time.clone()).build();
    python.exec(PROGRAM)?;
    let main = python.call("main", ())?;
    let (ticked, now): (f64, f64) = python.run(&main)?.extract()?;
    assert_eq!((ticked.round(), now.round()), (100.0, 86_525.0));
    let today = python.eval("str(datetime.datetime.now(datetime.timezone.utc))[:19]")?;
    assert_eq!(today.extract::<String>()?, "1970-01-02 00:02:05");
    python.exec("time.sleep(75)")?;
    assert_eq!(time.0.borrow().now.as_secs(), 200);
    python.exec("t = threading.Thread(target=time.sleep, args=(10,)); t.start(); t.join()")?;
    assert_eq!(time.0.borrow().now.as_secs(), 210);
    // Polled, with a host that waits, and with one that has timers.
    for has_timers in [false, true] {
        let time = Simulation::default();
        time.0.borrow_mut().timers = has_timers.then(Vec::new);
        let python = Interpreter::builder().host_clock(time.clone()).build();
        python.exec(PROGRAM)?;
        let mut run = python.run_async(&python.call("main", ())?);
        let mut context = Context::from_waker(Waker::noop());
        let (ticked, now): (f64, f64) = loop {
            match Pin::new(&mut run).poll(&mut context) {
                Poll::Ready(output) => break output?.extract()?,
                Poll::Pending if has_timers => assert!(time.advance(), "nothing to wait for"),
                Poll::Pending => {}
            }
        };
        assert_eq!((ticked.round(), now.round()), (100.0, 86_525.0));
        assert_eq!(time.0.borrow().waits.is_empty(), has_timers);
    }
    Ok(())
}

#[test]
fn random_numbers_repeat() -> hob::Result<()> {
    let numbers = |seed: Option<u64>| -> hob::Result<(f64, f64, f64)> {
        let builder = Interpreter::builder();
        let builder = seed.into_iter().fold(builder, |builder, seed| builder.random_seed(seed));
        let python = builder.build();
        python.exec("import random\none = random.random()\nother = random.Random()")?;
        python.exec("two = other.random()\nrandom.seed()")?;
        python.eval("one, two, random.random()")?.extract()
    };
    // CPython's number after `random.seed(5)`.
    assert_eq!(numbers(Some(5))?.0, 0.6229016948897019);
    assert_eq!(numbers(Some(5))?, numbers(Some(5))?);
    assert_ne!(numbers(Some(5))?, numbers(Some(6))?);
    assert_ne!(numbers(None)?, numbers(None)?);
    let (one, two, three) = numbers(Some(5))?;
    assert!(one != two && two != three);
    Ok(())
}

#[test]
fn host_functions_take_all_kinds_of_parameters() -> hob::Result<()> {
    use std::collections::BTreeMap;
    type Fields = BTreeMap<String, i64>;
    let host = Module::new("host")
        .function("rest(*items)", |items: Vec<i64>| items.iter().sum::<i64>())
        .function("fields(**fields)", |fields: Fields| format!("{fields:?}"))
        .function("only(*, a, b=2)", |a: i64, b: i64| 10 * a + b)
        .function(
            "all(x, /, y=1, *rest, key, other=[], **fields)",
            |x: i64, y: i64, rest: Vec<i64>, key: String, other: Vec<i64>, fields: Fields| {
                format!("{x} {y} {rest:?} {key} {other:?} {fields:?}")
            },
        )
        .async_function("later(*items, twice=False)", |items: Vec<i64>, twice: bool| async move {
            items.iter().sum::<i64>() * if twice { 2 } else { 1 }
        })
        .class(
            Class::<Counter>::new("Counter")
                .constructor("(*counts, start=0)", |counts: Vec<i64>, start: i64| Counter {
                    count: start + counts.iter().sum::<i64>(),
                })
                .method_mut("add(*counts)", |counter: &mut Counter, counts: Vec<i64>| {
                    counter.count += counts.iter().sum::<i64>();
                    counter.count
                })
                .async_method("wait(ms, *, factor=1)", |counter: &Counter, ms: u64, factor: i64| {
                    let count = counter.count;
                    async move { Later::after(Duration::from_millis(ms)).await * count * factor }
                }),
        );
    let python = Interpreter::builder().module(host).build();
    python.exec(
        "import asyncio, inspect
from host import *
def fails(call):
    try: call()
    except TypeError as error: return str(error)
    raise AssertionError('nothing raised')
shown = [
    rest(), rest(1, 2, 3), fields(), fields(b=1, a=2), only(a=1), only(b=5, a=4),
    all(1, key='k'), all(1, 2, 3, 4, key='k', other=(5,), z=6, x=7),
    asyncio.run(later(1, 2, twice=True)),
    Counter(1, 2, start=3).add(4, 5), asyncio.run(Counter(2).wait(5, factor=3)),
    inspect.iscoroutinefunction(later), inspect.iscoroutinefunction(Counter.wait),
    str(inspect.signature(all)),
    fails(lambda: rest('x')), fails(lambda: fields(a='x')), fails(lambda: only(1)),
    fails(lambda: only()), fails(lambda: all(1)), fails(lambda: all(1, key='k', other=5)),
    fails(lambda: rest(a=1)), fails(lambda: asyncio.run(Counter(1).wait('x'))),
]
shown = [str(x) for x in shown]",
    )?;
    let shown: Vec<String> = python.get("shown")?.extract()?;
    assert_eq!(
        shown,
        [
            "0",
            "6",
            "{}",
            "{\"a\": 2, \"b\": 1}",
            "12",
            "45",
            "1 1 [] k [] {}",
            "1 2 [3, 4] k [5] {\"x\": 7, \"z\": 6}",
            "6",
            "15",
            "42",
            "True",
            "True",
            "(x, /, y=1, *rest, key, other=[], **fields)",
            "rest() argument 'items': expected int, got str",
            "fields() argument 'fields': expected int, got str",
            "only() takes no positional arguments",
            "only() missing required argument 'a' (pos 1)",
            "all() missing required argument 'key' (pos 3)",
            "all() argument 'other': expected a sequence, got int",
            "host.rest() takes no keyword arguments",
            "wait() argument 'ms': expected int, got str",
        ]
    );
    Ok(())
}
