"""Numbers that are right in form: patent numbers with their check digit, codes of enterprises, telephones."""

from random import Random

_KINDS = {"invention": "1", "utility-model": "2", "design": "3"}
_PATENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = tuple(3**place % 31 for place in range(17))
_IDENTITY_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
NOWHERE = "430199"
"""A division that no city has: nobody's identity card begins with it."""

_COMPANY, _SHOP = "91", "92"


def application_number(rng: Random, right: str, year: int) -> str:
    """An application number of the national office: 12 digits, a point and the check digit."""
    digits = f"{year}{_KINDS[right]}{rng.randrange(10_000, 990_000):07d}"
    return f"{digits}.{patent_check(digits)}"


def patent_number(rng: Random, right: str, year: int) -> str:
    """The number of a granted patent: that of its application, behind ZL."""
    return f"ZL{application_number(rng, right, year)}"


def patent_check(digits: str) -> str:
    """The check digit of an application number's 12 digits (modulo 11, X for ten)."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _PATENT_WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004 - ten has no digit of its own


def credit_code(rng: Random, *, shop: bool = False) -> str:
    """A unified social credit code (GB 32100) of a company, or of a shop that one person owns."""
    body = "".join(rng.choice(_CODE_SIGNS) for _ in range(9))
    digits = f"{_SHOP if shop else _COMPANY}{NOWHERE}{body}"
    return digits + credit_check(digits)


def credit_check(digits: str) -> str:
    """The last sign of a credit code's 17 (modulo 31)."""
    total = sum(_CODE_SIGNS.index(sign) * weight for sign, weight in zip(digits, _CODE_WEIGHTS, strict=True))
    return _CODE_SIGNS[-total % 31]


def identity_number(rng: Random) -> str:
    """An identity card's number (GB 11643) of nobody."""
    born = f"{rng.randrange(1962, 2002)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
    digits = f"{NOWHERE}{born}{rng.randrange(1000):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _IDENTITY_WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def mobile(rng: Random) -> str:
    """A mobile telephone."""
    return f"1{rng.choice('35789')}{rng.choice('0356789')}0000{rng.randrange(10_000):04d}"


def telephone(rng: Random) -> str:
    """An enterprise's telephone."""
    return f"0731-8{rng.randrange(100):02d}0{rng.randrange(10_000):04d}"


def record_number(rng: Random) -> str:
    """The number of an applicant on record (备案号)."""
    return f"BA{rng.randrange(2021, 2026)}{rng.randrange(1, 900):04d}"
