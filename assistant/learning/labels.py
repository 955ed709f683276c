"""What the reader model tells apart: facts shown by a clause, violations, kinds of question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

ACT = "act"
KINDS = ("determination", "law", "procedure", "case", "out_of_scope")
FACTS = (
    *(f"correction:{v}" for v in ("done", "not_yet", "promised", "refused", "ordered")),
    *(f"first_violation:{v}" for v in ("yes", "no")),
    *(f"harm:{v}" for v in ("none", "slight", "serious")),
    *(f"minor:{v}" for v in ("yes", "no")),
    *(f"fault:{v}" for v in ("intentional", "negligent", "unaware", "proved", "source_unknown", "concealed")),
    *(
        f"mitigation:{v}"
        for v in ("mitigated", "compensated", "coerced", "disclosed", "meritorious", "cooperative")
    ),
    *(
        f"conduct:{v}"
        for v in (
            "obstructs", "emergency", "high_risk", "vulnerable", "hardship",
            "not_done_it", "no_evidence", "already_fined", "decided",
        )
    ),
    ACT,
    *(f"conduct:{v}" for v in ("cleared", "unproved")),
)  # fmt: skip
# What a clause shows as the outcome of the whole story tells: a denial that was found true, evidence found
# wanting for good. label of the clause, outcome → label shown with it
SETTLED = {
    ("conduct:not_done_it", "not_a_violation"): "conduct:cleared",
    ("conduct:no_evidence", "not_a_violation"): "conduct:unproved",
}


class Labels(NamedTuple):
    """The three lists in the order of the network's outputs."""

    facts: tuple[str, ...]
    violations: tuple[str, ...]
    kinds: tuple[str, ...]


def labels_of(violations: Sequence[str]) -> Labels:
    """Labels for a catalogue with these ids."""
    return Labels(FACTS, tuple(sorted(violations)), KINDS)
