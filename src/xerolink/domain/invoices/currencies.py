"""ISO 4217: which currencies there are, and how many decimals each has."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NewType

CurrencyCode = NewType("CurrencyCode", str)
"""Three capital letters of ISO 4217, such as `NZD`."""

_BY_DECIMALS: tuple[tuple[int, str], ...] = (
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (
        2,
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP
        BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR
        FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW
        KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN
        NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD
        SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS
        VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
        """,
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
)
DECIMALS: Mapping[CurrencyCode, int] = MappingProxyType(
    {CurrencyCode(code): places for places, codes in _BY_DECIMALS for code in codes.split()}
)
"""The decimals of each currency's minor unit. ANG, BGN and CUC ended lately: invoices in them did
not, so they stay. What a Xero organisation can bill in is asked of the organisation."""
