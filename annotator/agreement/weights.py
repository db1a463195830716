"""How near two categories are: weights of agreement, 1 for the same, 0 for wholly different."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Literal

import numpy as np

from annotator.agreement.formulas import Floats
from annotator.errors import MeasureError

Weights = Literal["identity", "linear", "quadratic"] | Callable[[Any, Any], float]


def weight_matrix(weights: Weights, values: tuple[Hashable, ...]) -> Floats | None:
    """Return the weight of each two values, or ``None`` for identity.

    Linear is 1 − |k − l| / (max − min), quadratic its square in the difference (Cohen 1968; Gwet
    2014, ch. 3), over the values if they are numbers, else over their places in order.
    """
    if weights == "identity":
        return None
    if callable(weights):
        return np.array([[weights(c, k) for k in values] for c in values], dtype=np.float64)
    if weights not in ("linear", "quadratic"):
        raise MeasureError(f'Weights are "identity", "linear" or "quadratic", not {weights!r}.')
    numeric = all(isinstance(value, int | float) for value in values)
    scale = np.array(values if numeric else range(len(values)), dtype=np.float64)
    if len(values) < 2:
        return np.ones((len(values), len(values)))
    apart = np.abs(scale[:, None] - scale[None, :]) / (scale.max() - scale.min())
    return np.asarray(1 - (apart if weights == "linear" else apart**2))
