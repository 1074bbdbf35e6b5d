//! The pages of `hob trace` and `hob profile` in a headless browser. Without one, the tests say so
//! and end.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::LIMIT;

/// The names of browsers that can dump a page.
const BROWSERS: &[&str] =
    &["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"];

fn browser() -> Option<&'static str> {
    let works = |name: &&&str| {
        Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
    };
    let found = BROWSERS.iter().find(works).copied();
    if found.is_none() {
        println!("skipped: there is no browser among {}", BROWSERS.join(", "));
    }
    found
}

/// A path for a file that a test writes.
fn temporary(name: &str) -> PathBuf {
    let name = format!("browser-{}-{name}", std::process::id());
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The page that `hob` writes.
fn page(name: &str, arguments: &[&str]) -> PathBuf {
    let path = temporary(name);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trace");
    let mut command = support::hob();
    command.args([arguments[0], "--clock=virtual", "-o"]).arg(&path).args(&arguments[1..]);
    let outcome = support::run(command.current_dir(folder), LIMIT).unwrap();
    assert_eq!((outcome.stderr.as_str(), outcome.status), ("", 0));
    path
}

/// Functions for the scripts of tests.
const TOOLS: &str = r#"
window.onerror = (message) => { note("error", message); };
const found = [];
const note = (name, value) => { found.push(`${name}: ${value}`); };
const byId = (id) => document.getElementById(id);
const press = (key, more) => (document.activeElement || document.body)
  .dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
const write = (id, text) => {
  byId(id).value = text;
  byId(id).dispatchEvent(new Event("input", { bubbles: true }));
};
const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
"#;

/// The lines recorded by a script that runs in a page once `ready` is true.
fn notes(browser: &str, page: &Path, hash: &str, ready: &str, script: &str) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let test = format!(
        "<script>{TOOLS}\n(async () => {{\n\
         for (let i = 0; i < 500 && !({ready}); i++) await sleep(20);\n\
         try {{ {script} }} catch (error) {{ note('error', error.stack); }}\n\
         const result = document.createElement('pre');\n\
         result.id = 'result';\n\
         result.textContent = found.join('\\n');\n\
         document.body.append(result);\n\
         }})();</script></body>"
    );
    let copy = page.with_extension("test.html");
    fs::write(&copy, text.replacen("</body>", &test, 1)).unwrap();
    let mut command = Command::new(browser);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--window-size=1280,800",
        "--virtual-time-budget=15000",
        "--dump-dom",
    ]);
    command.arg(format!("file://{}{hash}", copy.display()));
    let outcome = support::run(&mut command, LIMIT).unwrap();
    fs::remove_file(&copy).unwrap();
    let (_, rest) = outcome.stdout.split_once("<pre id=\"result\">").unwrap_or_else(|| {
        panic!("the page has written nothing:\n{}\n{}", outcome.stdout, outcome.stderr)
    });
    let (result, _) = rest.split_once("</pre>").unwrap();
    result.lines().map(str::to_string).collect()
}

#[test]
fn a_trace_is_stepped_through() {
    let Some(browser) = browser() else { return };
    let page = page("lunch.html", &["trace", "--format=html", "lunch.py"]);
    let script = r##"
        const count = () => byId("count").textContent.split(" · ")[0];
        note("title", document.title);
        note("link", count());
        press("ArrowRight"); note("right", count());
        note("hash", location.hash);
        press("ArrowLeft"); press("ArrowLeft"); note("left", count());
        press("Home"); note("home", count());
        press("End"); note("end", count());
        note("output", byId("output").textContent.trim().split("\n").join("|"));
        note("summary", byId("summary").textContent);
        note("findings", byId("findings").textContent);
        byId("findings").querySelector("button").click();
        note("finding", byId("now").textContent);
        press("Home");
        press("/"); note("focus", document.activeElement.id);
        write("search", "meatloaf ready");
        press("Enter");
        note("search", byId("now").textContent);
        press("Escape"); note("focus", document.activeElement.id);
        location.hash = "#step=3";
        await sleep(50);
        note("hash", count());
        press(" "); await sleep(2000); press(" ");
        note("played", Number(count().split(" ")[1]) > 5);
        const canvas = byId("lanes");
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        note("colours", new Set(new Uint32Array(pixels.buffer)).size > 8);
    "##;
    let found = notes(browser, &page, "#step=9", "model", script);
    fs::remove_file(&page).unwrap();
    let expected = "\
title: lunch.py — hob trace
link: step 9 of 51
right: step 10 of 51
hash: #step=10
left: step 8 of 51
home: step 1 of 51
end: step 51 of 51
output: pasta on|avocado ready|meatloaf ready|pasta ready
summary: It took 10 s in all. One after another, the waits (pasta() 10 s, meatloaf() 3 s and avocado() 2 s) would have taken 15 s, but they overlap: while pasta() waited, the others had their turn. avocado() blocked the loop for 2 s: in that time, nobody else had a turn.
findings: blocked loop: time.sleep in avocado() (lunch.py:18) held up everything for 2 s: nothing else could run. `await asyncio.sleep()` would let others run meanwhile";
    let expected: Vec<&str> = expected.lines().collect();
    assert_eq!(found[..expected.len()], expected);
    let rest = found[expected.len()..].join("\n");
    for line in [
        "finding: Task-4",
        "focus: search\n",
        "search: Task-3 prints",
        "focus: lanes\n",
        "hash: step 3 of 51\n",
        "played: true\n",
        "colours: true",
    ] {
        assert!(rest.contains(line), "{line}:\n{rest}");
    }
}

#[test]
fn a_long_trace_is_unpacked() {
    let Some(browser) = browser() else { return };
    let code = "\
import asyncio
async def work(n):
    await asyncio.sleep(n % 7)
    await asyncio.sleep(0)
async def main():
    await asyncio.gather(*(work(i) for i in range(1000)))
asyncio.run(main())
";
    let page = page("long.html", &["trace", "--format=html", "-c", code]);
    assert!(fs::metadata(&page).unwrap().len() < 300_000);
    let script = r#"
        press("End");
        note("lanes", model.lanes.length);
        note("end", byId("count").textContent.startsWith(`step ${model.events.length} of`));
    "#;
    let found = notes(browser, &page, "", "model", script);
    fs::remove_file(&page).unwrap();
    assert_eq!(found, ["lanes: 1001", "end: true"]);
}

#[test]
fn a_flame_graph_is_read_by_keyboard() {
    let Some(browser) = browser() else { return };
    let page = page("flame.html", &["profile", "--format=flame", "--time=waiting", "lunch.py"]);
    // The program prints, so its output is not the test's.
    let script = r#"
        const boxes = () => document.querySelectorAll(".box").length;
        const now = () => byId("now").textContent;
        note("all", boxes() > 8);
        note("start", now().split(":")[0]);
        press("ArrowDown"); note("down", now().split(":")[0]);
        press("ArrowRight"); note("right", now().split(":")[0]);
        press("ArrowDown"); press("ArrowDown"); note("below", now());
        press("Enter"); note("zoomed", document.querySelectorAll(".passed").length);
        press("Escape"); note("back", document.querySelectorAll(".passed").length);
        press("1"); note("running", byId("measures").querySelector("[aria-checked=true]").textContent.split(" ")[0]);
        press("3");
        write("search", "meatloaf");
        note("search", byId("found").textContent);
    "#;
    let found = notes(browser, &page, "", "document.querySelector('.box')", script);
    fs::remove_file(&page).unwrap();
    assert_eq!(
        found,
        [
            "all: true",
            "start: lunch.py",
            "down: task lunch()",
            "right: task pasta()",
            "below: asyncio.sleep(): 43.5 % of waiting time (running 0.000 s, processor 0.000 s, \
             waiting 10.000 s, held-up 0.000 s)",
            "zoomed: 3",
            "back: 0",
            "running: running",
            "search: 2 boxes, 13.0 %",
        ]
    );
}
