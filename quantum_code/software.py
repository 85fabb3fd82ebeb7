"""The versions that computed a result."""

import platform
from importlib.metadata import PackageNotFoundError, version

DISTRIBUTIONS = (
    "pennylane",
    "pennylane-lightning",
    "amazon-braket-pennylane-plugin",
    "amazon-braket-sdk",
    "numba",
    "numpy",
    "scipy",
    "dwave-samplers",
)


def software_versions() -> dict[str, str]:
    """The version of Python and of each library that is installed: a local run does without Braket's."""
    versions = {"python": platform.python_version()}
    for distribution in DISTRIBUTIONS:
        try:
            versions[distribution] = version(distribution)
        except PackageNotFoundError:
            continue
    return versions
