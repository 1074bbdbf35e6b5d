//! Virtual environments and the search path: `venv`, `site`, and the options about them.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use support::LIMIT;

/// The time that pip may take, in builds that are not optimised as well.
const PIP_LIMIT: Duration = Duration::from_secs(600);

/// A folder with an environment `env`, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Folder {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("environment-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let folder = Folder(fs::canonicalize(path).unwrap());
        let made = folder.output(hob(&folder).args(["-m", "venv", "--without-pip", "env"]));
        assert_eq!(made, "");
        folder
    }

    fn packages(&self) -> PathBuf {
        self.0.join("env/lib/hob3.13/site-packages")
    }

    /// Writes a file of packages.
    fn add(&self, name: &str, text: &str) {
        let file = self.packages().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// The output of code in the environment, after these options.
    fn run(&self, options: &[&str], code: &str) -> String {
        let mut command = hob(self);
        let mut inside = Command::new(self.0.join("env/bin/python"));
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => inside.env(name, value),
                None => inside.env_remove(name),
            };
        }
        command = inside;
        self.output(command.args(options).args(["-c", code]))
    }

    fn output(&self, command: &mut Command) -> String {
        let outcome = support::run(command.current_dir(&self.0), LIMIT).unwrap();
        (outcome.stdout + &outcome.stderr).replace(&*self.0.to_string_lossy(), "ROOT")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The command, for a user with an empty home folder.
fn hob(folder: &Folder) -> Command {
    let mut command = support::hob();
    command.env("HOME", &folder.0).env_remove("VIRTUAL_ENV");
    command
}

#[test]
fn an_environment_has_what_shells_and_tools_look_for() {
    let folder = Folder::new("layout");
    for file in ["hob", "python", "python3", "activate", "activate.fish", "activate.csh"] {
        assert!(folder.0.join("env/bin").join(file).is_file(), "{file}");
    }
    let settings = fs::read_to_string(folder.0.join("env/pyvenv.cfg")).unwrap();
    assert!(settings.contains("include-system-site-packages = false\nversion = 3.13.0\n"));
    let script = fs::read_to_string(folder.0.join("env/bin/activate")).unwrap();
    assert!(script.contains(&*folder.0.to_string_lossy()) && !script.contains("__VENV_"));
    let shell = ". env/bin/activate; hob -c 'import sys; print(sys.prefix)'";
    assert_eq!(folder.output(Command::new("sh").args(["-c", shell])), "ROOT/env\n");
}

#[test]
fn sys_and_sysconfig_name_the_environment() {
    let folder = Folder::new("names");
    let code = "import sys, sysconfig, site\n\
        print(sys.executable, sys.prefix, sys.exec_prefix)\n\
        print(sys.prefix != sys.base_prefix, sys.base_prefix == sys.base_exec_prefix)\n\
        print(sysconfig.get_path('purelib'), sysconfig.get_path('scripts'))\n\
        print(sys.path, site.getsitepackages(), site.ENABLE_USER_SITE)\n";
    let expected = "ROOT/env/bin/python ROOT/env ROOT/env\nTrue True\n\
        ROOT/env/lib/hob3.13/site-packages ROOT/env/bin\n\
        ['', 'ROOT/env/lib/hob3.13/site-packages'] ['ROOT/env/lib/hob3.13/site-packages'] False\n";
    assert_eq!(folder.run(&[], code), expected);
}

#[test]
fn path_files_and_customization() {
    let folder = Folder::new("site");
    fs::create_dir_all(folder.0.join("elsewhere")).unwrap();
    fs::write(folder.0.join("elsewhere/distant.py"), "print('distant')").unwrap();
    folder.add(
        "b.pth",
        "# a comment\n../../../../elsewhere\nnowhere\n\nimport sys; print('b.pth')\n",
    );
    folder.add("a.pth", "import sys; print('a.pth')\n");
    folder.add("wrong.pth", "import sys; sys.nothing\n");
    folder.add("sitecustomize.py", "print('sitecustomize')\n");
    folder.add("near.py", "print('near')\n");
    let output = folder.run(&[], "import near, distant");
    let (printed, rest) = output.split_once("Error processing line 1 of ").unwrap();
    // As in CPython, `site` reads the files of an environment twice.
    assert_eq!(printed, "a.pth\nb.pth\na.pth\nb.pth\nsitecustomize\nnear\ndistant\n");
    assert!(rest.starts_with("ROOT/env/lib/hob3.13/site-packages/wrong.pth:\n"), "{rest}");
    assert!(rest.ends_with("\nRemainder of file ignored\n"), "{rest}");
    let missing = folder.run(&["-S"], "import near");
    assert!(missing.ends_with("ModuleNotFoundError: No module named 'near'\n"), "{missing}");
}

#[test]
fn archives_are_programs_and_places_of_modules() {
    let folder = Folder::new("archives");
    fs::create_dir_all(folder.0.join("app/tools")).unwrap();
    let files = [
        (
            "__main__.py",
            "import sys, tools.count\nprint(__name__, __file__, sys.argv, sys.path[0])",
        ),
        ("tools/__init__.py", "print(__name__, __loader__.archive)"),
        ("tools/__main__.py", "import sys\nprint(__package__, sys.argv)"),
        ("tools/count.py", "print(__name__, __file__)"),
    ];
    for (name, text) in files {
        fs::write(folder.0.join("app").join(name), text).unwrap();
    }
    for options in [&[][..], &["-c"], &["-p", "/usr/bin/env hob"]] {
        let mut pack = hob(&folder);
        pack.args(["-m", "zipapp", "app", "-o", "app.pyz"]).args(options);
        assert_eq!(folder.output(&mut pack), "");
        let main = "tools ROOT/app.pyz\ntools.count ROOT/app.pyz/tools/count.py\n\
            __main__ ROOT/app.pyz/__main__.py ['app.pyz', 'a'] ROOT/app.pyz\n";
        assert_eq!(folder.output(hob(&folder).args(["app.pyz", "a"])), main);
        let package = "tools ROOT/app.pyz\ntools ['ROOT/app.pyz/tools/__main__.py', 'a']\n";
        let mut module = hob(&folder);
        module.env("PYTHONPATH", "app.pyz").args(["-m", "tools", "a"]);
        assert_eq!(folder.output(&mut module), package);
    }
    fs::remove_file(folder.0.join("app/__main__.py")).unwrap();
    let pack = "import shutil; shutil.make_archive('lib', 'zip', 'app')";
    assert_eq!(folder.output(hob(&folder).args(["-c", pack])), "");
    assert_eq!(
        folder.output(hob(&folder).arg("lib.zip")),
        "hob: can't find '__main__' module in 'ROOT/lib.zip'\n"
    );
}

#[test]
fn options_keep_the_users_settings_away() {
    let folder = Folder::new("options");
    folder.add("near.py", "print('near')\n");
    fs::write(folder.0.join("here.py"), "print('here')\n").unwrap();
    let code = "import sys, near; f = sys.flags; print(f.isolated, f.ignore_environment, \
                f.no_user_site, f.safe_path, f.no_site, sys.path[0] == '')\nimport here";
    assert_eq!(folder.run(&[], code), "near\n0 0 0 False 0 True\nhere\n");
    let missing = "ModuleNotFoundError: No module named 'here'\n";
    let output = folder.run(&["-I"], code);
    assert!(
        output.starts_with("near\n1 1 1 True 0 False\n") && output.ends_with(missing),
        "{output}"
    );
    assert!(folder.run(&["-sE"], code).starts_with("near\n0 1 1 False 0 True\n"));
}

#[test]
fn packages_of_cpythons_environment_can_be_used() {
    let folder = Folder::new("cpython");
    let other = folder.0.join("other/lib/python3.13/site-packages");
    fs::create_dir_all(&other).unwrap();
    fs::write(folder.0.join("other/pyvenv.cfg"), "home = /usr/bin\nversion = 3.13.0\n").unwrap();
    fs::write(other.join("pure.py"), "print('pure')\n").unwrap();
    fs::write(other.join("fast.cpython-313-x86_64-linux-gnu.so"), "").unwrap();
    // A folder with the types of an extension module is not a package.
    fs::create_dir(other.join("fast")).unwrap();
    fs::write(other.join("fast/__init__.pyi"), "").unwrap();
    let code = "import sys, pure; print(sys.prefix)\nimport fast";
    let expected = |output: String| {
        assert!(output.starts_with("pure\nROOT/other\n"), "{output}");
        let reason = "No module named 'fast': fast.cpython-313-x86_64-linux-gnu.so is an extension \
                      module for CPython, which Hob cannot load; ";
        assert!(output.contains(reason), "{output}");
    };
    expected(folder.output(hob(&folder).args(["--venv", "other", "-c", code])));
    fs::create_dir(other.join("package")).unwrap();
    fs::write(other.join("package/__init__.py"), "from . import quick\n").unwrap();
    fs::write(other.join("package/quick.abi3.so"), "").unwrap();
    let output = folder.output(hob(&folder).args(["--venv", "other", "-c", "import package"]));
    let reason = "(ROOT/other/lib/python3.13/site-packages/package/__init__.py): quick.abi3.so is \
                  an extension module for CPython, which Hob cannot load; ";
    assert!(output.contains(&format!("from 'package' {reason}")), "{output}");
    expected(folder.output(hob(&folder).env("VIRTUAL_ENV", "other").args(["-c", code])));
    let not_found = folder.output(hob(&folder).args(["--venv", "nowhere", "-c", "pass"]));
    assert_eq!(not_found, "hob: no virtual environment in 'nowhere' (it has no pyvenv.cfg)\n");
}

#[test]
fn compiled_packages_are_kept_by_content() {
    let folder = Folder::new("kept");
    let cache = folder.0.join("cache");
    let import = |text: &str| {
        folder.add("near.py", text);
        let mut command = hob(&folder);
        command.env("HOB_CACHE", &cache).args(["--venv", "env", "-c", "import near"]);
        folder.output(&mut command)
    };
    let kept = || {
        let build = |entry: fs::DirEntry| fs::read_dir(entry.path().join("by-content")).ok();
        let files = fs::read_dir(&cache).unwrap().flatten().filter_map(build).flatten().flatten();
        files.filter(|file| !file.file_name().to_string_lossy().starts_with('.')).count()
    };
    assert_eq!(import("print('one')"), "one\n");
    let first = kept();
    assert_eq!(import("print('one')"), "one\n");
    assert_eq!(kept(), first);
    // The same size, perhaps at the same time.
    assert_eq!(import("print('two')"), "two\n");
    assert_eq!(kept(), first + 1);
    assert!(!Path::new(&folder.packages()).join("__pycache__").exists());
}

#[test]
fn uvloop_means_the_own_loop() {
    let folder = Folder::new("uvloop");
    // An installed one is compiled, so it is not searched for.
    folder.add("uvloop/__init__.py", "from .loop import Loop");
    let program = "import asyncio, uvloop, warnings
warnings.simplefilter('ignore')
async def main():
    await asyncio.sleep(0)
    return isinstance(asyncio.get_running_loop(), uvloop.Loop)
print('run', uvloop.run(main()))
uvloop.install()
print('install', type(asyncio.get_event_loop_policy()) is uvloop.EventLoopPolicy, asyncio.run(main()))
with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    print('runner', runner.run(main()))";
    assert_eq!(folder.run(&[], program), "run True\ninstall True True\nrunner True\n");
    fs::write(folder.0.join("uvloop.py"), "print('own module')").unwrap();
    assert_eq!(folder.run(&[], "import uvloop"), "own module\n");
}

/// The standard library takes precedence over installed packages, such as backports of its modules;
/// the program's own folder takes precedence over both.
#[test]
fn installed_packages_do_not_hide_the_library() {
    let folder = Folder::new("hiding");
    for name in ["dataclasses", "asyncio", "json", "near"] {
        folder.add(&format!("{name}.py"), &format!("print('installed {name}')"));
    }
    // Folders without `__init__.py` hide nothing at all.
    for name in ["near", "email"] {
        fs::create_dir(folder.0.join(name)).unwrap();
    }
    let program = "import asyncio, dataclasses, email, json, importlib.util, near
print(hasattr(asyncio, 'run'), hasattr(dataclasses, 'field'), json.dumps(1), email.__file__ is None)
print('site-packages' in str(importlib.util.find_spec('dataclasses').origin))";
    assert_eq!(folder.run(&[], program), "installed near\nTrue True 1 False\nFalse\n");
    fs::write(folder.0.join("json.py"), "print('own json')").unwrap();
    assert_eq!(folder.run(&[], "import json"), "own json\n");
}

/// An environment with pip, and a wheel of a module that is at hand.
/// The name of the implementation that an interpreter reports.
const NAME: &str = "import sys; print(sys.implementation.name)";

#[test]
fn the_implementations_name_can_be_given_and_is_kept() {
    let folder = Folder::new("implementation");
    let given = |name: &str| {
        let mut command = hob(&folder);
        command.env("HOB_IMPLEMENTATION", name);
        command
    };
    assert_eq!(folder.output(given("").args(["-c", NAME])), "hob\n");
    assert_eq!(folder.output(given("hob").args(["-Ic", NAME])), "hob\n");
    assert_eq!(folder.output(given("cpython").args(["-Ic", NAME])), "cpython\n");
    let refused = support::run(given("pypy").args(["-c", NAME]), PIP_LIMIT).unwrap();
    assert_eq!((refused.status, refused.stdout.as_str()), (2, ""));
    assert_eq!(refused.stderr, "hob: HOB_IMPLEMENTATION must be cpython or hob, not \"pypy\"\n");
    folder.output(given("cpython").args(["-m", "venv", "--without-pip", "kept"]));
    folder.output(hob(&folder).args(["-m", "venv", "--without-pip", "plain"]));
    let name_in = |environment: &str| {
        let python = folder.0.join(environment).join("bin/python");
        folder.output(Command::new(python).args(["-c", NAME]))
    };
    assert_eq!(name_in("kept"), "cpython\n");
    assert_eq!(name_in("plain"), "hob\n");
}

#[test]
fn uv_makes_environments_and_installs_into_them() {
    let folder = Folder::new("uv");
    let uv = |words: &[&str]| {
        let mut command = Command::new("uv");
        command.args(["--offline", "--no-config", "--quiet"]).args(words);
        command.env("UV_CACHE_DIR", folder.0.join("cache")).env_remove("VIRTUAL_ENV");
        command.env("HOB_IMPLEMENTATION", "cpython").current_dir(&folder.0);
        command
    };
    if uv(&["--version"]).output().is_err() {
        eprintln!("skipped: there is no uv");
        return;
    }
    fs::write(folder.0.join("wheel.py"), WHEEL).unwrap();
    folder.output(hob(&folder).arg("wheel.py"));
    folder.output(&mut uv(&["venv", "--python", env!("CARGO_BIN_EXE_hob"), "made"]));
    let into = ["pip", "install", "--python", "made/bin/python", "./near-1.0-py3-none-any.whl"];
    folder.output(&mut uv(&into));
    let program = format!("import near; {NAME}");
    let mut python = Command::new(folder.0.join("made/bin/python"));
    assert_eq!(folder.output(python.args(["-c", &program])), "near\ncpython\n");
}

/// Writes a wheel for the distribution `near`.
const WHEEL: &str = "import zipfile
with zipfile.ZipFile('near-1.0-py3-none-any.whl', 'w') as wheel:
    wheel.writestr('near.py', 'print(\"near\")')
    info = 'near-1.0.dist-info/'
    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: near\\nVersion: 1.0\\n')
    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(info + 'RECORD', '')";

#[test]
fn pip_installs_lists_and_uninstalls() {
    let folder = Folder::new("pip");
    let version = folder.output(hob(&folder).args(["-m", "ensurepip", "--version"]));
    assert!(version.starts_with("pip 2"), "{version}");
    let run = |command: &mut Command| {
        let outcome = support::run(command.current_dir(&folder.0), PIP_LIMIT).unwrap();
        outcome.stdout + &outcome.stderr
    };
    assert_eq!(run(hob(&folder).args(["-m", "venv", "full"])), "");
    assert_eq!(run(hob(&folder).args(["-c", WHEEL])), "");
    let inside = |arguments: &[&str]| {
        let mut command = Command::new(folder.0.join("full/bin/python"));
        command.env("HOME", &folder.0).env("PIP_DISABLE_PIP_VERSION_CHECK", "1");
        run(command.args(arguments))
    };
    let pip = |words: &[&str]| inside(&[&["-m", "pip"], words].concat());
    let installed = pip(&["install", "--no-index", "./near-1.0-py3-none-any.whl"]);
    assert!(installed.contains("Successfully installed near-1.0"), "{installed}");
    assert_eq!(inside(&["-c", "import near"]), "near\n");
    assert!(pip(&["list"]).contains("near    1.0"));
    let gone = pip(&["uninstall", "--yes", "near"]);
    assert!(gone.contains("Successfully uninstalled near-1.0"), "{gone}");
    assert!(inside(&["-c", "import near"]).contains("ModuleNotFoundError"));
}

/// Runs pip in the environment `full` of a folder.
fn pip(folder: &Folder, words: &[&str]) -> String {
    let mut command = Command::new(folder.0.join("full/bin/python"));
    command.env("HOME", &folder.0).env("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    command.current_dir(&folder.0).args(["-m", "pip"]).args(words);
    let outcome = support::run(&mut command, PIP_LIMIT).unwrap();
    outcome.stdout + &outcome.stderr
}

/// Compiled wheels are installed of the packages that Hob has stand-ins for, and of those that others
/// require; of other packages that need a compiled part, pip says at once that they cannot be.
#[test]
fn pip_knows_what_runs_without_extension_modules() {
    let folder = Folder::new("compiled");
    let make = format!(
        "import io, tarfile, zipfile
def wheel(name, version, tag, more=''):
    with zipfile.ZipFile(f'{{name}}-{{version}}-{{tag}}.whl', 'w') as wheel:
        info = f'{{name}}-{{version}}.dist-info/'
        wheel.writestr(f'{{name}}/__init__.py', 'print(__name__)')
        wheel.writestr(info + 'METADATA', f'Metadata-Version: 2.1\\nName: {{name}}\\nVersion: {{version}}\\n{{more}}')
        wheel.writestr(info + 'WHEEL', f'Wheel-Version: 1.0\\nTag: {{tag}}\\n')
        wheel.writestr(info + 'RECORD', '')
def source(name, build, setup=''):
    with tarfile.open(f'{{name}}-1.0.tar.gz', 'w:gz') as archive:
        for file, text in {{'pyproject.toml': build, 'setup.py': setup, 'PKG-INFO': ''}}.items():
            entry = tarfile.TarInfo(f'{{name}}-1.0/{{file}}')
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
compiled = 'cp313-cp313-linux_{arch}'
wheel('pydantic_core', '2.50.5', compiled)
wheel('pydantic_core', '1.0', compiled)
wheel('fast', '1.0', compiled)
wheel('near', '1.0', compiled)
wheel('near', '0.9', 'py3-none-any')
wheel('needs', '1.0', 'py3-none-any', 'Requires-Dist: fast\\nRequires-Dist: pydantic_core\\n')
open('list.txt', 'w').write('fast==1.0')
source('rusty', '[build-system]\\nrequires = [\\'maturin>=1\\']\\nbuild-backend = \\'maturin\\'\\n')",
        arch = std::env::consts::ARCH
    );
    assert_eq!(folder.output(hob(&folder).args(["-c", &make])), "");
    let made =
        support::run(hob(&folder).args(["-m", "venv", "full"]).current_dir(&folder.0), PIP_LIMIT);
    assert_eq!(made.unwrap().stderr, "");
    let install = |what: &str| pip(&folder, &["install", "--no-index", "--find-links", ".", what]);
    let accepted = install("pydantic-core");
    assert!(accepted.contains("Successfully installed pydantic-core-2.50.5"), "{accepted}");
    let pure = install("near");
    assert!(pure.contains("Successfully installed near-0.9"), "{pure}");
    let way_out = "and Hob cannot load extension modules: install a project in pure Python in its place, \
                   leave out the extra or the project that asks for it, or use CPython\n";
    let refused = install("fast");
    assert!(refused.contains(&format!("fast has compiled wheels only, {way_out}")), "{refused}");
    let refused = install("pydantic-core<2");
    let limits = "Hob has modules of its own only for those in the wheels of pydantic-core>=2";
    assert!(refused.contains(limits), "{refused}");
    let refused = install("rusty");
    assert!(refused.contains(&format!("rusty is built by maturin, {way_out}")), "{refused}");
    // What others require is installed without its extension modules.
    let warning = "WARNING: Hob does not load the extension modules of fast: where a package has";
    let required = install("needs");
    assert!(required.contains("Successfully installed fast-1.0 needs-1.0"), "{required}");
    assert!(required.contains(warning), "{required}");
    pip(&folder, &["uninstall", "--yes", "fast"]);
    let listed = pip(&folder, &["install", "--no-index", "--find-links", ".", "-r", "list.txt"]);
    assert!(listed.contains("Successfully installed fast-1.0"), "{listed}");
    assert!(listed.contains(warning), "{listed}");
}

/// FastAPI on today's pydantic, installed from the index.
#[test]
fn fastapi_is_installed_and_serves() {
    let folder = Folder::new("fastapi");
    let made =
        support::run(hob(&folder).args(["-m", "venv", "full"]).current_dir(&folder.0), PIP_LIMIT);
    assert_eq!(made.unwrap().stderr, "");
    let installed = pip(&folder, &["install", "fastapi", "uvicorn"]);
    if installed.contains("Could not find a version that satisfies the requirement fastapi") {
        eprintln!("skipped: no package index can be reached");
        return;
    }
    assert!(
        installed.contains("Successfully installed") && installed.contains(" pydantic-core-2.")
    );
    let program = "import asyncio, fastapi, pydantic, uvicorn
app = fastapi.FastAPI()
class Burger(pydantic.BaseModel):
    name: str
    count: int = 1
@app.post('/burgers')
async def order(burger: Burger) -> list[Burger]:
    return [burger] * burger.count
async def main():
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level='warning'))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    reader, writer = await asyncio.open_connection(*server.servers[0].sockets[0].getsockname())
    body = b'{\"name\": \"plain\", \"count\": 2}'
    writer.write(b'POST /burgers HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\nContent-Type: application/json\\r\\n'
                 b'Content-Length: %d\\r\\n\\r\\n%s' % (len(body), body))
    answer = (await reader.read()).decode()
    print(answer.split('\\r\\n')[0], answer.split('\\r\\n\\r\\n')[1])
    server.should_exit = True
    await task
asyncio.run(main())";
    let mut command = Command::new(folder.0.join("full/bin/python"));
    command.env("HOME", &folder.0).current_dir(&folder.0).args(["-c", program]);
    let outcome = support::run(&mut command, PIP_LIMIT).unwrap();
    let burger = "{\"name\":\"plain\",\"count\":2}";
    assert_eq!(
        outcome.stdout,
        format!("HTTP/1.1 200 OK [{burger},{burger}]\n"),
        "{}",
        outcome.stderr
    );
}
