"""The words of the names of accounts and taxes, as far as they tell one from another."""

import re
import unicodedata

TAX_KINDS = {
    **dict.fromkeys(("zero", "zerorated", "nil"), "zero"),
    **dict.fromkeys(("exempt", "free", "exemption"), "exempt"),
    **dict.fromkeys(("no", "none", "non", "without", "untaxed", "excluded", "outside"), "none"),
    **dict.fromkeys(("export", "exports", "overseas"), "export"),
    **dict.fromkeys(("import", "imports"), "import"),
    **dict.fromkeys(("reverse", "drc"), "reverse"),
    **dict.fromkeys(("capital", "capex"), "capital"),
}
"""Words that say which of several taxes of one percentage it is; equal ones mean the same."""
_SMALL = "a and at for from in of on our the to"
_OF_TAXES = f"{_SMALL} income output rate rated sale sales standard supplies supply"
_OF_ACCOUNTS = (
    f"{_SMALL} account billed client cost costs expense expenses fee fees general income other "
    "revenue sale sales service services"
)
_TAX_FILLERS, _ACCOUNT_FILLERS = (frozenset(text.split()) for text in (_OF_TAXES, _OF_ACCOUNTS))
"""Words that tell no tax, and no account, from another."""
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+")
"""Or a number, with its decimals."""


def words(name: str) -> frozenset[str]:
    """The words and numbers of *name*, folded; marks separate."""
    return frozenset(_WORD.findall(unicodedata.normalize("NFKC", name).casefold()))


def tax_words(name: str) -> frozenset[str]:
    """What is left of the name of a tax: without its percentage, its side and small words."""
    return frozenset(filter(None, map(_tax_word, words(name) - _TAX_FILLERS)))


def tax_kinds(name: str) -> frozenset[str]:
    """Those of its words that tell taxes of one percentage apart."""
    return tax_words(name) & frozenset(TAX_KINDS.values())


def account_words(name: str) -> frozenset[str]:
    """What is left of the name of an account, or of what goes there: without such as "income"."""
    return words(name) - _ACCOUNT_FILLERS


def _tax_word(word: str) -> str:
    """*word* as one of its meaning; "" for a percentage, but that of 0% is a kind of tax."""
    if word[0].isdigit():
        return "" if word.strip("0.,") else "zero"
    return TAX_KINDS.get(word, word)
