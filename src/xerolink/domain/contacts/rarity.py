"""How rare something is, in whole numbers."""


def log2(number: int) -> int:
    """The binary logarithm of a positive *number* in thousandths, straight between the powers."""
    whole = number.bit_length() - 1
    return 1000 * whole + (1000 * number >> whole) - 1000


def power2(exponent: int, scale: int = 40) -> int:
    """2 to the power of *exponent* thousandths, times 2 to the power of *scale*; the like of log2.

    At most 2 to the power of twice *scale*, and 0 below what can be told.
    """
    whole, rest = divmod(max(min(exponent, 1000 * scale), -1000 * scale), 1000)
    shifted = whole + scale
    return (1000 + rest << shifted) // 1000
