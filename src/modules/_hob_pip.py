"""What pip has to know about Hob: which compiled wheels can be installed, and that nothing can be built that needs
a compiler.

Compiled wheels are installed of packages whose extension modules Hob has modules of its own for, and of packages that
others require: many of these have Python to fall back on, or are never imported. Those that the user names are built
from their sources, or refused.

`complete` is called with each of pip's modules after it was imported. A pip whose insides have other names
works as well, without this.
"""

import contextlib
import os
import re
import sys

# The packages whose extension modules Hob replaces, and the versions whose Python parts fit.
STAND_INS = {
    "audioop-lts": "",
    "greenlet": ">=3,<4",
    "httptools": ">=0.6,<1",
    "jiter": ">=0.4,<1",
    "orjson": ">=3.10,<4",
    "pydantic-core": ">=2.27,<3",
    "rpds-py": ">=0.10",
    "uuid-utils": ">=0.12,<1",
    "uvloop": "",
    "xxhash": ">=3,<5",
}

# What builds extension modules only: a project that requires it for its build has no version in pure Python.
BUILDERS = {
    "cmake", "maturin", "meson-python", "nanobind", "ninja", "numpy", "oldest-supported-numpy", "pybind11",
    "scikit-build", "scikit-build-core", "setuptools-rust",
}

_WAY_OUT = (
    "install a project in pure Python in its place, leave out the extra or the project that asks for it, "
    "or use CPython"
)

# The projects that the user has named on the command line.
_named = set()
# The projects with wheels for CPython that were passed by.
_passed_by = set()
# The projects that were installed without their extension modules.
_without = []


def complete(module):
    """Adds to one of pip's modules."""
    work = _COMPLETIONS.get(module.__name__)
    if work is not None:
        with contextlib.suppress(AttributeError, ImportError):
            work(module)


def _canonical(name):
    from pip._vendor.packaging.utils import canonicalize_name
    return canonicalize_name(name)


def _is_replaced(name, version):
    """Whether Hob has its own modules in place of the compiled ones of this version."""
    from pip._vendor.packaging.specifiers import SpecifierSet
    limits = STAND_INS.get(_canonical(name))
    return limits is not None and SpecifierSet(limits).contains(version, prereleases=True)


def _wheels(module):
    """Has wheels for CPython accepted: of the replaced packages, and of those that the user has not named."""
    from pip._vendor.packaging.tags import cpython_tags
    wheel = module.Wheel
    supported, preferred = wheel.supported, wheel.find_most_preferred_tag
    known = []

    def places():
        if not known:
            tags = cpython_tags(sys.version_info[:2], ["cp%d%d" % sys.version_info[:2]])
            known.append({tag: place for place, tag in enumerate(tags)})
        return known[0]

    def is_accepted(wheel):
        return _is_replaced(wheel.name, wheel.version) or _canonical(wheel.name) not in _named

    def supported_here(self, tags):
        if supported(self, tags):
            return True
        if any(tag in places() for tag in self.file_tags):
            if is_accepted(self):
                return True
            _passed_by.add(self.name)
        return False

    def preferred_here(self, tags, tag_to_priority):
        try:
            return preferred(self, tags, tag_to_priority)
        except ValueError:
            if not is_accepted(self):
                raise
            # After all wheels without compiled parts, which have less, and before sources, which have this number.
            own = places()
            return len(tags) - 1 / (1 + min(own[tag] for tag in self.file_tags if tag in own))

    wheel.supported, wheel.find_most_preferred_tag = supported_here, preferred_here


def _roots(module):
    """Notes what the user names."""
    factory = module.Factory
    collect = factory.collect_root_requirements

    def collect_here(self, root_ireqs):
        # The lines of a file of requirements come from it.
        _named.update(_canonical(given.req.name) for given in root_ireqs if given.req and not given.comes_from)
        return collect(self, root_ireqs)

    factory.collect_root_requirements = collect_here


def _installation(module):
    """Notes what is installed without its extension modules."""
    install = module.install_wheel

    def install_here(name, wheel_path, *arguments, **named):
        result = install(name, wheel_path, *arguments, **named)
        _name, version, *_build, _python, abi, _platform = os.path.basename(wheel_path).split("-")
        if abi != "none" and not _is_replaced(name, version):
            _without.append(name)
        return result

    module.install_wheel = install_here


def _command(module):
    """Says what was installed without its extension modules."""
    command = module.InstallCommand
    run = command.run

    def run_here(self, *arguments, **named):
        status = run(self, *arguments, **named)
        if _without:
            module.logger.warning(
                "Hob does not load the extension modules of %s: where a package has no Python to fall back on, "
                "importing it raises an ImportError.", ", ".join(_without))
        return status

    command.run = run_here


def _sources(module):
    """Refuses to build what can only become an extension module."""
    from pip._internal.exceptions import InstallationError
    from pip._vendor.packaging.requirements import Requirement
    load = module.load_pyproject_toml

    def load_here(*arguments, **named):
        found = load(*arguments, **named)
        project = str(arguments[-1] if arguments else named["req_name"])
        project = re.match(r"[\w.-]+(?=$|[ @=<>!~\[;])|", project)[0] or project
        for text in found.requires if found else ():
            requirement = Requirement(text)
            builder = _canonical(requirement.name)
            applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            if builder in BUILDERS and applies:
                raise InstallationError(_reason(project, f"is built by {builder}"))
        return found

    module.load_pyproject_toml = load_here


def _reason(project, why):
    """One sentence about a project that cannot be installed."""
    limits = STAND_INS.get(_canonical(project))
    if limits:
        return f"{project} {why}; Hob has modules of its own only for those in the wheels of {project}{limits}"
    return f"{project} {why}, and Hob cannot load extension modules: {_WAY_OUT}"


def _resolution(module):
    """Notes what the user names, and tells why nothing was found of a project that has compiled wheels only."""
    _roots(module)
    factory = module.Factory
    report = factory._report_single_requirement_conflict

    def report_here(self, req, parent):
        error = report(self, req, parent)
        if req.project_name in _passed_by:
            return type(error)(_reason(req.project_name, "has compiled wheels only"))
        return error

    factory._report_single_requirement_conflict = report_here


def _failures(module):
    """Adds a hint to failed builds."""
    hint = f"Hob cannot load extension modules, so nothing compiles them; if this project needs one, {_WAY_OUT}."
    for error in (module.InstallWheelBuildError, module.MetadataGenerationFailed):
        error.__init__ = _with_hint(error.__init__, hint)


def _with_hint(make, hint):
    def make_here(self, *arguments, **named):
        make(self, *arguments, **named)
        self.hint_stmt = hint
    return make_here


_COMPLETIONS = {
    "pip._internal.commands.install": _command,
    "pip._internal.exceptions": _failures,
    "pip._internal.models.wheel": _wheels,
    "pip._internal.operations.install.wheel": _installation,
    "pip._internal.pyproject": _sources,
    "pip._internal.resolution.resolvelib.factory": _resolution,
}
