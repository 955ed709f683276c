"""The unified social credit code of GB 32100-2015: 18 places, the last one a check."""

from __future__ import annotations

import unicodedata

from register.words import words

LENGTH = 18
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # of 31: without I, O, S, V, Z
_WEIGHTS = tuple(3**place % len(_ALPHABET) for place in range(LENGTH - 1))


class WrongCode(ValueError):
    """No code of the standard; the message is Chinese and says what is wrong with it."""


def check_character(first: str) -> str:
    """The last place for the first seventeen (GB 32100, ISO/IEC 7064 MOD 31-3 weights)."""
    total = sum(_ALPHABET.index(c) * w for c, w in zip(first, _WEIGHTS, strict=True))
    return _ALPHABET[-total % len(_ALPHABET)]


def checked_code(text: str) -> str:
    """The code in normal form (half-width capitals, no blanks or hyphens). Raises WrongCode."""
    own = words()["code"]
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if not c.isspace() and c != "-")
    if len(plain) != LENGTH:
        raise WrongCode(own["length"].format(length=len(plain)))
    if wrong := next((c for c in plain if c not in _ALPHABET), None):
        raise WrongCode(own["letters"].format(letter=wrong))
    right = check_character(plain[:-1])
    if plain[-1] != right:
        raise WrongCode(own["check"].format(right=right))
    return plain
