"""Error and time of the default run (UCCSD) for each molecule at hand: `.venv/bin/python benchmarks/molecules.py`.

Each run is a process of its own, timed as a whole: Python and its imports, integrals, Hamiltonian, optimisation, and
the exact energy to hold it against.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

MOLECULES = ("H2", "HeH+", "H3+", "H4", "LiH", "BeH2", "H2O")


def main() -> None:
    """Prints a line for each molecule."""
    print(f"{'molecule':<10}{'qubits':>7}{'parameters':>12}{'energy, Ha':>16}{'error, mHa':>12}{'time, s':>9}")
    for molecule in MOLECULES:
        started = time.perf_counter()
        result = _run(molecule)
        seconds = time.perf_counter() - started
        energy, size = result["final_cost"], result["problem"]["problem_size"]
        error = 1000 * (energy - result["reference"]["minimum"])
        parameters = len(result["optimized_parameters"])
        print(f"{molecule:<10}{size:>7}{parameters:>12}{energy:>16.8f}{error:>12.4f}{seconds:>9.1f}", flush=True)


def _run(molecule: str) -> dict[str, Any]:
    """The result document of a molecule's run."""
    with tempfile.TemporaryDirectory() as folder:
        problem, output = Path(folder, "problem.json"), Path(folder, "result.json")
        problem.write_text(json.dumps({"problem_type": "chemistry", "molecule": molecule}), encoding="utf-8")
        command = [sys.executable, "-m", "quantum_code.main", "--problem", str(problem), "--output", str(output)]
        subprocess.run(command, check=True, capture_output=True)
        result: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
        return result


if __name__ == "__main__":
    main()
