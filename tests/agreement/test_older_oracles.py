"""pygamma-agreement and irrCAC: their libraries are older than ours, so they live apart.

Each gets a virtual environment of its own, in a folder that is thrown away.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotator import agreement

pytestmark = [pytest.mark.soak, pytest.mark.timeout(1800)]

IRRCAC = """
import json, sys
import pandas as pd
from irrCAC.raw import CAC
tables = json.load(sys.stdin)
answers = []
for table in tables:
    cac = CAC(pd.DataFrame(table), digits=12)
    answers.append({
        "gwet_ac1": cac.gwet()["est"]["coefficient_value"],
        "fleiss_kappa": cac.fleiss()["est"]["coefficient_value"],
        "bennett_s": cac.bp()["est"]["coefficient_value"],
        "krippendorff_alpha": cac.krippendorff()["est"]["coefficient_value"],
        "percent_agreement": cac.gwet()["est"]["pa"],
    })
print(json.dumps(answers))
"""

PYGAMMA = """
import json, logging, sys
logging.disable(logging.WARNING)
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum
answers = []
for units, alpha in json.load(sys.stdin):
    continuum = Continuum()
    for coder, start, end, category in units:
        continuum.add(coder, Segment(start, end), category)
    unlike = CombinedCategoricalDissimilarity(alpha=alpha, beta=1, delta_empty=1)
    answers.append(float(continuum.get_best_alignment(unlike).disorder))
print(json.dumps(answers))
"""


def ask(folder: Path, package: str, script: str, question: Any) -> Any:
    """Run a script in a new environment that holds the package; both speak JSON."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=True)
    done = subprocess.run(
        [python, "-c", script],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_irrcac(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    tables = []
    for coders in (2, 3, 4, 5):
        truth = random.integers(4, size=50)
        guess = random.integers(4, size=(50, coders))
        ratings = np.where(random.random((50, coders)) < 0.6, truth[:, None], guess)
        missing = random.random(ratings.shape) < 0.15
        rows = [
            [None if gone else f"v{value}" for value, gone in zip(row, gaps, strict=True)]
            for row, gaps in zip(ratings, missing, strict=True)
        ]
        # It makes nothing of items that nobody rated.
        tables.append([row for row in rows if any(row)])

    answers = ask(tmp_path / "irrcac", "irrCAC", IRRCAC, tables)

    for table, answer in zip(tables, answers, strict=True):
        for name, expected in answer.items():
            assert getattr(agreement, name)(table) == pytest.approx(expected, abs=1e-6)


def test_pygamma_agreement(tmp_path: Path) -> None:
    random = np.random.default_rng(4)
    questions = []
    for coders, count in ((2, 60), (3, 25), (4, 8)):
        for alpha in (1, 3):
            units = set()
            for coder in range(coders):
                for start in random.integers(0, 400, count):
                    length, kind = int(random.integers(2, 30)), int(random.integers(3))
                    units.add((f"c{coder}", int(start), int(start) + length, f"k{kind}"))
            questions.append([sorted(units), alpha])

    answers = ask(tmp_path / "pygamma", "pygamma-agreement", PYGAMMA, questions)

    for (units, alpha), disorder in zip(questions, answers, strict=True):
        found = agreement.gamma(units, alpha=alpha, samples=2)
        assert found.disorder == pytest.approx(disorder, abs=1e-5)
