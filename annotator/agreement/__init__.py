"""How far annotators agree: measures over plain data, and a study of a whole project.

The measures are functions of tables, units and spans, each with its source; what is undefined is
``None``. ``annotator.agreement.study`` applies them to a project. numpy and SciPy are loaded
here and nowhere else, so nothing may import this package until agreement is asked for. May import
``annotator.store`` and what lies beneath it.
"""

from __future__ import annotations

from annotator.agreement.aligning.measure import Gamma, gamma
from annotator.agreement.alpha import krippendorff_alpha
from annotator.agreement.distances import jaccard, masi
from annotator.agreement.identity import b_cubed, ceaf_e, link_f1
from annotator.agreement.kappa import (
    bennett_s,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
    scott_pi,
)
from annotator.agreement.links import attribution_f1, relation_f1
from annotator.agreement.spans import Score, semeval_scores, span_f1
from annotator.agreement.unitizing import unitized_alpha
from annotator.agreement.unitizing_2016 import unitized_alpha_2016

__all__ = [
    "Gamma",
    "Score",
    "attribution_f1",
    "b_cubed",
    "bennett_s",
    "ceaf_e",
    "cohen_kappa",
    "fleiss_kappa",
    "gamma",
    "gwet_ac1",
    "jaccard",
    "krippendorff_alpha",
    "link_f1",
    "masi",
    "percent_agreement",
    "relation_f1",
    "scott_pi",
    "semeval_scores",
    "span_f1",
    "unitized_alpha",
    "unitized_alpha_2016",
]
