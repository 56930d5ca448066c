"""The command line: what it prints, its exit codes, and that training needs no Qt."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from playground.__main__ import faulty_qt
from playground.cli import train as train_command
from playground.cli.run import run
from playground.document.project_file import load_project
from playground.engine.activations import ACTIVATIONS
from playground.engine.costs import COSTS
from playground.engine.initializers import INITIALIZERS
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.schedules import SCHEDULES
from playground.resources import resource

ROOT = Path(__file__).resolve().parents[1]
FILES = ROOT / "tests" / "files"
XOR = FILES / "read" / "xor.csv"
IRIS = resource("examples", "iris.csv")


@pytest.fixture
def line_file(tmp_path: Path) -> Path:
    """price = 3 area + 7, a little bent, for 40 rows."""
    path = tmp_path / "line.csv"
    rows = "".join(f"{i},{3 * i + 7 + (i % 3 - 1) * 0.5}\n" for i in range(40))
    path.write_text(f"area (m²),price (€)\n{rows}", encoding="utf-8")
    return path


def json_of(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    """What a command prints as JSON; it must end well and say nothing else."""
    assert run([*map(str, arguments), "--json"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    result = json.loads(printed.out, parse_constant=pytest.fail)
    assert isinstance(result, dict)
    return result


def refusal(capsys: pytest.CaptureFixture[str], code: int, *arguments: object) -> str:
    """The one sentence on stderr of a command that ends with that exit code."""
    assert run([*map(str, arguments)]) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert printed.err.endswith(".\n")
    return printed.err


def in_process(*arguments: object, code: str = "", **more: Any) -> subprocess.CompletedProcess[str]:
    """A fresh Python; with ``code`` it runs that instead of the package."""
    start = ["-c", code] if code else ["-m", "playground"]
    return subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8", **more,
    )  # fmt: skip


def test_train_says_everything_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    result = json_of(capsys, "train", XOR, "--hidden", "4,3", "--epochs", "300", "--learning-rate", "0.05")
    assert result["target"] == "xor"
    assert result["task"] == "binary"
    assert result["rows"] == {"train": 4, "test": 0}
    assert result["network"] == [2, 4, 3, 1]
    assert (result["optimizer"], result["batch_size"], result["learning_rate"]) == ("adam", 4, 0.05)
    assert (result["seed"], result["epochs"], result["updates"]) == (1, 300, 300)
    assert result["cost"]["train"] < 0.05
    assert result["cost"]["test"] is None
    assert result["accuracy"] == {"train": 1.0, "test": None}
    assert result["baseline"] == {"name": "majority", "accuracy": {"train": 0.5, "test": None}}
    assert result["stopped"]["kind"] == "epochs"
    assert result["warnings"] == []
    assert result["out"] is None


def test_few_rows_get_more_epochs(line_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json_of(capsys, "train", IRIS, "--hidden", 8)["epochs"] == 80
    result = json_of(capsys, "train", XOR)
    assert (result["epochs"], result["updates"]) == (900, 900)
    assert json_of(capsys, "train", line_file)["r2"]["test"] > 0.98


def test_by_default_size_and_penalty_are_compared_first(capsys: pytest.CaptureFixture[str]) -> None:
    """tests/slow does it for 20 seeds."""
    result = json_of(capsys, "train", IRIS)
    assert result["accuracy"]["test"] > 0.9
    assert result["chosen"]["by"] == "cross-validation on the training rows"
    assert result["chosen"]["candidates"] >= 8
    assert json_of(capsys, "train", IRIS, "--epochs", 1)["chosen"] is None


def test_where_hidden_neurons_gain_nothing_there_are_none(
    line_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = json_of(capsys, "train", line_file)
    assert (result["chosen"]["hidden"], result["chosen"]["activation"]) == (0, None)
    assert result["network"] == [1, 1]
    assert run(["train", str(line_file)]) == 0
    assert "a network without hidden neurons predicts as well here" in capsys.readouterr().out


def test_a_number_is_scored_in_its_own_unit(line_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = json_of(
        capsys, "train", line_file, "--hidden", "none", "--target", "price", "--learning-rate", 0.05
    )
    assert result["target"] == "price (€)"
    assert result["network"] == [1, 1]
    assert result["r2"]["test"] > 0.99
    assert 0.2 < result["rmse"]["train"] < 2
    assert result["baseline"]["name"] == "mean"
    assert result["baseline"]["r2"]["train"] == pytest.approx(0, abs=1e-12)
    assert result["baseline"]["r2"]["test"] <= 0
    assert run(["train", str(line_file), "--hidden", "none"]) == 0
    text = capsys.readouterr().out
    assert "line.csv: price (€) from 1 input, 32 rows to train, 8 to test" in text
    assert "always the mean" in text
    assert "€" in text.split("typical error")[1]


def test_the_seed_decides_everything(capsys: pytest.CaptureFixture[str]) -> None:
    first, again, other = (
        json_of(capsys, "train", IRIS, "--epochs", 3, "--seed", seed) for seed in (7, 7, 8)
    )
    assert first == again
    assert first["cost"] != other["cost"]


def test_batches_are_at_most_all_rows(line_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for size, updates in (("all", 2), ("1000", 2), ("32", 2), ("10", 8), ("1", 64)):
        result = json_of(capsys, "train", line_file, "--epochs", 2, "--batch-size", size)
        assert result["updates"] == updates
        assert result["batch_size"] == min(32, 32 if size == "all" else int(size))


def test_the_trained_network_is_saved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "trained.nnp"
    result = json_of(capsys, "train", IRIS, "--epochs", 5, "--hidden", "5", "--out", path)
    assert result["out"] == str(path)
    loaded = load_project(path)
    assert loaded.project.network.sizes == (4, 5, 3)
    assert loaded.state is not None
    theta = loaded.state.runners[1].theta
    assert np.all(np.isfinite(theta))
    assert len(theta) == 5 * 5 + 3 * 6


def test_text_says_how_good_it_got(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train", str(IRIS), "--epochs", "20"]) == 0
    text = capsys.readouterr().out
    assert "iris.csv: species from 4 inputs, 120 rows to train, 30 to test" in text
    assert "network 4-8-3, tanh, adam, 10 rows per update, learning rate 0.005, seed 1" in text
    assert "240 updates in 20 epochs" in text
    assert "always the most frequent 33.3% 33.3%" in " ".join(text.split())


def test_what_cannot_learn_or_diverges_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    result = json_of(capsys, "train", XOR, "--activation", "threshold", "--epochs", 2)
    assert "Threshold neurons have no slope" in result["warnings"][0]
    result = json_of(
        capsys, "train", XOR, "--activation", "linear", "--optimizer", "plain", "--learning-rate", "1e300"
    )
    assert result["stopped"]["kind"] == "diverged"
    assert (
        run(["train", str(XOR), "--activation", "linear", "--optimizer", "plain", "--learning-rate", "1e300"])
        == 0
    )
    assert result["stopped"]["text"] in capsys.readouterr().out


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(train_command, "SECONDS_BETWEEN_LINES", 0.001)
    json_of(capsys, "train", IRIS, "--hidden", 8)  # asserts that stderr is empty
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert run(["train", str(IRIS)]) == 0
    assert "comparing settings: 19 of 19" in terminal.getvalue()
    assert ", cost 0." in terminal.getvalue()
    assert "best of" in capsys.readouterr().out
    assert terminal.getvalue().endswith(" \r")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--target", "colour"], "its columns are sepal length (cm), sepal width (cm)"),
        (["--out", "trained.txt"], "ends in .nnp"),
        (["--out", "."], "is a folder"),
        (["--out", "no/such/folder/x.nnp"], "There is no folder"),
    ],
)
def test_options_that_do_not_fit(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sentence in refusal(capsys, 2, "train", IRIS, *arguments)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["train"], "required: FILE"),
        (["train", "x.csv", "--learning-rate", "0"], "must be a number above 0"),
        (["train", "x.csv", "--learning-rate", "nan"], "must be a number above 0"),
        (["train", "x.csv", "--learning-rate", "inf"], "must be a number above 0"),
        (["train", "x.csv", "--epochs", "0"], "must be a whole number from 1 on"),
        (["train", "x.csv", "--epochs", "1.5"], "must be a whole number from 1 on"),
        (["train", "x.csv", "--seed", "-1"], "must be a whole number from 0 on"),
        (["train", "x.csv", "--batch-size", "0"], "or the word all"),
        (["train", "x.csv", "--hidden", "8,0"], "such as 8,8"),
        (["train", "x.csv", "--hidden", "8,,8"], "such as 8,8"),
        (["train", "x.csv", "--hidden", "1001"], "from 1 to 1000"),
        (["train", "x.csv", "--hidden", ",".join("1" * 21)], "up to 20"),
        (["train", "x.csv", "--activation", "wave"], "invalid choice"),
        (["train", "x.csv", "--optimizer", "magic"], "invalid choice"),
        (["inspect"], "required: FILE"),
        (["a.csv", "b.csv"], "unrecognized arguments"),
        (["--after", "5"], "goes with --screenshot"),
        (["--screenshot", "a.png", "--after", "-1"], "must be a whole number from 0 on"),
    ],
)
def test_wrong_usage_ends_with_2(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("command", ["train", "inspect"])
def test_a_bad_file_ends_with_3_and_one_sentence(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    for path in sorted((FILES / "refused").iterdir()):
        assert path.name in refusal(capsys, 3, command, path)
    assert "There is no file" in refusal(capsys, 3, command, "gone.csv")
    assert "is a folder" in refusal(capsys, 3, command, FILES)
    assert "web address" in refusal(capsys, 3, command, "https://example.org/iris.csv")


def test_a_table_that_teaches_nothing_ends_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "same.csv"
    path.write_text("a,b\n1,2\n1,3\n1,4\n")
    assert "No column is used as input" in refusal(capsys, 3, "train", path)
    assert run(["inspect", str(path)]) == 0
    assert "Nothing can be learned yet" in capsys.readouterr().out


def test_inspect_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    result = json_of(capsys, "inspect", FILES / "read" / "comments.csv")
    assert result["rows"] == 3
    assert result["columns"] == [
        {"name": "a", "type": "number", "role": "input", "reason": ""},
        {"name": "b", "type": "number", "role": "target", "reason": ""},
    ]
    assert result["set_aside"][0] == {"line": 1, "text": "# measured by us", "reason": "a comment"}
    assert result["warnings"] == []
    assert result["recipe"]["test_share"] == 0
    assert result["recipe"]["dialect"]["delimiter"] == ","
    result = json_of(capsys, "inspect", FILES / "read" / "same_names.csv")
    assert result["warnings"] == []
    assert len(result["notes"]) == 1


def test_inspect_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", str(FILES / "read" / "dates.csv")]) == 0
    text = capsys.readouterr().out
    assert "dates.csv: 2 rows, 3 columns" in text
    assert "date      input" in text


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--version"], ["--help"], ["train", "--help"], ["inspect", "--help"]):
        with pytest.raises(SystemExit) as ended:
            run(arguments)
        assert ended.value.code == 0
    assert "playground train FILE" in capsys.readouterr().out


def test_the_window_gets_the_file_and_the_picture(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[tuple[Any, ...]] = []
    app = ModuleType("playground.app")

    def run_app(*given: Any) -> int:
        calls.append(given)
        return 7

    monkeypatch.setattr(app, "run_app", run_app, raising=False)
    monkeypatch.setitem(sys.modules, "playground.app", app)
    picture = tmp_path / "a.png"
    assert run([]) == 7
    assert run(["iris.csv"]) == 7
    assert run(["--screenshot", str(picture), "--after", "5"]) == 7
    assert run(["./train", "--screenshot", str(picture)]) == 7
    assert calls == [
        (None, None, 0),
        (Path("iris.csv"), None, 0),
        (None, picture, 5),
        (Path("train"), picture, 0),
    ]
    assert "There is no folder" in refusal(capsys, 2, "--screenshot", tmp_path / "no" / "a.png")


def test_training_and_inspecting_never_import_qt() -> None:
    code = (
        "import sys; sys.modules['PySide6'] = None; sys.modules['pyqtgraph'] = None\n"
        "from playground.__main__ import main; sys.exit(main())"
    )
    result = in_process("train", XOR, "--epochs", "2", "--json", code=code)
    assert (result.returncode, result.stderr) == (0, "")
    assert in_process("inspect", XOR, code=code).returncode == 0
    window = in_process(code=code)
    assert window.returncode == 1
    assert "install it with" in window.stderr
    assert "Traceback" not in window.stderr


def test_one_thread_is_chosen_before_numpy_is_imported() -> None:
    code = (
        "import sys, os; from playground.__main__ import main; assert 'numpy' not in sys.modules\n"
        "main(); assert 'numpy' in sys.modules; print(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    environment = {"PATH": "", "SYSTEMROOT": r"C:\Windows"}
    result = in_process("inspect", XOR, code=code, env=environment)
    assert result.stdout.endswith("\n1\n"), result.stderr


def test_a_closed_pipe_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "playground", "inspect", str(IRIS)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_console_that_lacks_letters_still_gets_its_sentence() -> None:
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    result = in_process("train", IRIS, "--target", "é", env=environment)
    assert result.returncode == 2
    assert "There is no column" in result.stderr


@pytest.mark.parametrize(
    ("qt", "python", "faulty"),
    [
        (None, (3, 11), False),
        ("6.11.3", (3, 11), False),
        ("6.11.2", (3, 13), False),
        ("6.11.0", (3, 12), True),
        ("6.11", (3, 12), True),
        ("6.11.1", (3, 11), True),
        ("6.12.0", (3, 11), True),
        ("6.13.1", (3, 11), True),
        ("7.0.0", (3, 11), True),
        ("6.12.0", (3, 12), False),
        ("6.10.3", (3, 11), False),
    ],
)
def test_pairs_that_crash_are_refused_in_words(qt: str | None, python: tuple[int, int], faulty: bool) -> None:
    sentence = faulty_qt(qt, python)
    assert (sentence is not None) == faulty
    if sentence is not None:
        assert "python -m pip install 'PySide6-Essentials" in sentence


@pytest.mark.parametrize(
    ("options", "cost"),
    [
        ("--optimizer rmsprop --set momentum=0.5 --schedule step --schedule-set every=2", None),
        ("--l1 0.001 --l2 0.01 --penalize-biases --start he", None),
        ("--output-activation sigmoid --cost binary_cross_entropy", "binary_cross_entropy"),
        ("--cost binary_cross_entropy", "binary_cross_entropy"),
        ("--output-activation sigmoid", "binary_cross_entropy"),
        ("--output-activation tanh", "half_squared"),
        ("--cost half_squared --optimizer implicit --batch-size 1", "half_squared"),
        ("--cost hellinger", "hellinger"),
    ],
)
def test_everything_the_window_offers(
    options: str, cost: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    result = json_of(capsys, "train", IRIS, "--epochs", 3, *options.split())
    assert result["cost"]["name"] == (cost or "categorical_cross_entropy")
    assert result["epochs"] == 3


@pytest.mark.parametrize(
    ("option", "kind"),
    [("--updates 7", "updates"), ("--cost-below 100", "cost_below"), ("--seconds 0.000001", "time")],
)
def test_it_stops_when_it_was_told_to(option: str, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = json_of(capsys, "train", IRIS, "--epochs", 50, *option.split())
    assert result["stopped"]["kind"] == kind


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--optimizer implicit", "squared error"),
        ("--set wobble=2", "beta1, beta2, epsilon"),
        ("--set beta1=3", "lies between"),
        ("--schedule-set every=3", "it has none"),
        ("--cost binary_cross_entropy --output-activation tanh", "sigmoid"),
        ("--cost itakura_saito", "above 0"),
        ("--output-activation perceptron", "single layer"),
    ],
)
def test_pairs_that_can_not_be_are_refused_in_a_sentence(
    options: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["train", str(IRIS), *options.split()]) == 2
    assert said in capsys.readouterr().err


def test_the_help_lists_every_choice_with_its_range(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["train", "--help"])
    text = capsys.readouterr().out
    for names in (ACTIVATIONS, COSTS, INITIALIZERS, OPTIMIZERS, SCHEDULES):
        assert all(name in text for name in names)
    of_optimizers = [setting for each in OPTIMIZERS.values() for setting in each.settings]
    of_schedules = [setting for each in SCHEDULES.values() for setting in each.settings]
    for setting in of_optimizers + of_schedules:
        assert f"{setting.name} {setting.default:g} ({setting.low:g} to {setting.high:g})" in text
