"""A run over a file of tests: fixtures, parameters, rewritten assertions, marks, captured output."""
import pathlib
import pytest

pathlib.Path("test_it.py").write_text('''
import pytest, warnings

@pytest.fixture(params=[1, 2])
def number(request):
    yield request.param
    print("released", request.param)

@pytest.fixture(autouse=True, scope="module")
def around():
    yield "module"

def test_number(number, tmp_path, monkeypatch):
    monkeypatch.setenv("A", str(number))
    assert tmp_path.is_dir() and number < 2

@pytest.mark.parametrize("a, b", [(1, 2), pytest.param(3, 4, id="named", marks=pytest.mark.xfail)])
def test_pairs(a, b):
    assert {"a": a, "list": [a, b]} == {"a": 1, "list": [1, 2]}

def test_raises(capsys, caplog):
    print("seen")
    with pytest.raises(ValueError, match="x+") as info:
        raise ValueError("xx")
    assert capsys.readouterr().out == "seen\\n" and info.value.args == ("xx",)

@pytest.mark.skip(reason="not now")
def test_skipped(): pass

class TestClass:
    def test_method(self):
        with pytest.warns(UserWarning):
            warnings.warn("w")
        assert 0.1 + 0.2 == pytest.approx(0.3)
    def test_text(self):
        assert "one two" == "one too"
''')
status = pytest.main(["-p", "no:cacheprovider", "-rA", "--color=no", "-q"])
print("status:", status.name)
