"""How letters that have no plain one inside of them are written in plain ones."""

# ruff: noqa: RUF001
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_WRITTEN = """
    æ ae œ oe ø o å a ð d đ d þ th ł l ı i ŋ ng ħ h ĸ k ŧ t ə a
    а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts
    ч ch ш sh щ shch ъ _ ы y ь _ э e ю yu я ya і i ї yi є ye ґ g ј j љ lj њ nj ђ dj ћ c џ dz
    α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s τ t υ y φ f χ ch ψ ps
    ω o
"""
_WORDS = _WRITTEN.split()
_PAIRS = zip(_WORDS[::2], _WORDS[1::2], strict=True)

FOREIGN: Final[Mapping[str, str]] = MappingProxyType(
    {letter: plain.strip("_") for letter, plain in _PAIRS}
)
"""Latin letters with a stroke, Cyrillic and Greek; lower-case, "" for a sign that is silent."""
