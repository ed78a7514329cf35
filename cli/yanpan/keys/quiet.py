"""What the libraries would warn of in English on standard error while they read odd certificates.

Nothing is lost by it: what matters of a certificate is told in words of our own (`yanpan.keys.wellformed`).
"""

from __future__ import annotations

import warnings

from cryptography.utils import CryptographyDeprecationWarning


def quiet_libraries() -> None:
    """Turn off the warnings about names too long, serial numbers below one, and BER where DER is wanted."""
    # Serial numbers (RFC 5280, 4.1.2.2), notices and parameters that a later release may refuse.
    warnings.filterwarnings("ignore", category=CryptographyDeprecationWarning)
    warnings.filterwarnings("ignore", "Attribute's length must be", UserWarning)
    warnings.filterwarnings("ignore", "PKCS#7 certificates could not be parsed as DER", UserWarning)
    warnings.filterwarnings("ignore", "PKCS#12 bundle could not be parsed as DER", UserWarning)
