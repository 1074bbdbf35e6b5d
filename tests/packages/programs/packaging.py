"""Versions, specifiers, markers, requirements and tags."""
from packaging.markers import Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import InvalidVersion, Version

texts = ["1.0", "1.0.post1", "1.0rc1", "1.0.dev3", "1!0.1", "1.0+local.1", "1.0a2"]
print("order:", [str(v) for v in sorted(map(Version, texts))])
print("specifiers:", list(SpecifierSet(">=1.0,!=1.5,<2").filter(["0.9", "1.0", "1.5", "1.9", "2.0"])), "1.4.2" in SpecifierSet("~=1.4.1"))
print("marker:", Marker("python_version >= '3.8' and (os_name == 'posix' or extra == 'x')").evaluate({"extra": "", "os_name": "posix", "python_version": "3.13"}))
requirement = Requirement("Name[a,b]>=1,<2; python_version < '4' # note".partition(" #")[0])
print("requirement:", requirement, sorted(requirement.extras), requirement.url)
print("wheel:", parse_wheel_filename("foo_bar-1.0-1-py3-none-any.whl")[:3], canonicalize_name("A.b_c"))
for bad, kind in (("1.x", Version), ("a b", Requirement), ("a>=", Requirement)):
    try:
        kind(bad)
    except (InvalidVersion, InvalidRequirement) as error:
        print("error:", str(error).splitlines()[0])
