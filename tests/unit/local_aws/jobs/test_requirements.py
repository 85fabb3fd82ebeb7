"""requirements.txt files, looked up among installed packages in pip's words."""

from pathlib import Path

import pytest

from local_aws.jobs.requirements import NOTICE, check_requirements

FROM = "(from -r requirements.txt (line 1))"


@pytest.fixture
def packages(tmp_path: Path) -> str:
    """A directory with three installed packages."""
    directory = tmp_path / "site-packages"
    for name, version, more in (
        ("numpy", "2.2.6", ""),
        ("Dask.Like", "1.5", "Provides-Extra: array\nRequires-Dist: numpy>=3; extra == 'array'\n"),
        ("pre", "2.0rc1", ""),
    ):
        info = directory / f"{name}-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{more}")
    return str(directory)


def _check(tmp_path: Path, packages: str, **files: str) -> list[str]:
    root = tmp_path / "root"
    for name, text in files.items():
        file = root / name.replace("__", "/")
        file = file.with_name(f"{file.name}.txt")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    root.mkdir(exist_ok=True)
    return list(check_requirements(root, [packages]))


def test_without_a_file_nothing_is_said(tmp_path: Path, packages: str) -> None:
    assert _check(tmp_path, packages, other="numpy") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "numpy>=1",
            [f"Requirement already satisfied: numpy>=1 in site-packages {FROM} (2.2.6)"],
        ),
        (
            "NumPy",
            [f"Requirement already satisfied: NumPy in site-packages {FROM} (2.2.6)"],
        ),
        ("pre", [f"Requirement already satisfied: pre in site-packages {FROM} (2.0rc1)"]),
        (
            "foo==1",
            [
                "ERROR: Could not find a version that satisfies the requirement foo==1 (from versions: none)",
                "ERROR: No matching distribution found for foo==1",
            ],
        ),
        (
            "numpy<2",
            [
                "ERROR: Could not find a version that satisfies the requirement numpy<2 (from versions: none)",
                "ERROR: No matching distribution found for numpy<2",
            ],
        ),
        (
            "dask-like[array]",
            [
                f"Requirement already satisfied: dask-like[array] in site-packages {FROM} (1.5)",
                "ERROR: Could not find a version that satisfies the requirement numpy>=3 (from versions: none)",
                "ERROR: No matching distribution found for numpy>=3",
            ],
        ),
        ("foo; python_version < '3'", ["Ignoring foo: markers 'python_version < \"3\"' don't match your environment"]),
        ("# only words\n\n   # more", []),
    ],
)
def test_a_requirement(tmp_path: Path, packages: str, line: str, said: list[str]) -> None:
    assert _check(tmp_path, packages, requirements=line) == [NOTICE, *said]


@pytest.mark.parametrize(
    "line",
    [
        "git+https://example.org/a.git",
        "https://example.org/a.whl",
        "a @ https://example.org/a.zip",
        "-e .",
        "./local",
        "a-1.0-py3-none-any.whl",
    ],
)
def test_what_has_a_place_of_its_own_cannot_be_checked(tmp_path: Path, packages: str, line: str) -> None:
    (said,) = _check(tmp_path, packages, requirements=line)[1:]
    assert said.startswith("WARNING: ")
    assert "cannot be checked without a network" in said


def test_options_and_invalid_lines(tmp_path: Path, packages: str) -> None:
    said = _check(tmp_path, packages, requirements="--index-url https://x\nnumpy --hash=sha256:00\n==1\nnum\\\npy\n")[
        1:
    ]
    assert said[0] == f"WARNING: the option --index-url https://x means nothing without a network {FROM}"
    assert said[1].startswith("Requirement already satisfied: numpy in")
    assert said[2].startswith("ERROR: Invalid requirement: '==1'")
    assert (
        said[3] == "Requirement already satisfied: numpy in site-packages (from -r requirements.txt (line 4)) (2.2.6)"
    )


def test_files_that_include_others(tmp_path: Path, packages: str) -> None:
    said = _check(
        tmp_path,
        packages,
        requirements="-r more/base.txt\n-c limits.txt\n-r requirements.txt\n",
        more__base="numpy\n",
        limits="numpy<2\nnot-here==1\n",
    )
    assert said[2] == "ERROR: No matching distribution found for numpy<2"
    assert len(said) == 3


def test_every_file_at_any_depth_is_read(tmp_path: Path, packages: str) -> None:
    said = _check(tmp_path, packages, requirements="-r nowhere.txt", deep__er__requirements="numpy")
    assert said[1] == "ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'nowhere.txt'"
    assert said[2].endswith("(from -r deep/er/requirements.txt (line 1)) (2.2.6)")
