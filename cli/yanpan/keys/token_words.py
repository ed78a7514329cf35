"""What a token answers, in words for people. No PIN is in any of them, nor in what they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from yanpan.errors import KeyRefused

_WORDS = {
    "PinIncorrect": ("PIN 不对", "看清后重新输入；连续输错会锁死介质。"),
    "PinInvalid": ("PIN 不对", "看清后重新输入；连续输错会锁死介质。"),
    "PinLenRange": ("PIN 的长度不对", "看清后重新输入；连续输错会锁死介质。"),
    "PinLocked": ("令牌已经锁死", "PIN 输错太多次：带身份证件到发证机构解锁。"),
    "PinExpired": ("PIN 已经过期", "用介质自带的软件改 PIN 后重试。"),
    "UserPinNotInitialized": ("令牌还没有设 PIN", "用介质自带的软件设好 PIN。"),
    "TokenNotPresent": ("令牌被拔掉了", "插好介质后重试。"),
    "TokenNotRecognised": ("令牌认不出来", "确认驱动库是这种介质的。"),
    "DeviceRemoved": ("令牌被拔掉了", "插好介质后重试。"),
    "SessionHandleInvalid": ("令牌被拔掉过", "插好介质后重新运行。"),
    "SessionClosed": ("令牌被拔掉过", "插好介质后重新运行。"),
    "UserNotLoggedIn": ("令牌要求重新输入 PIN", "重新运行。"),
    "FunctionCancelled": ("在令牌上取消了", "重新运行，并在介质上确认。"),
    "FunctionRejected": ("在令牌上拒绝了", "重新运行，并在介质上确认。"),
    "MechanismInvalid": ("令牌不会这种签名算法", "只支持 RSA 和 ECDSA；国密介质用 yanpan sign --prepare。"),
    "KeyTypeInconsistent": (
        "令牌不会这种签名算法",
        "只支持 RSA 和 ECDSA；国密介质用 yanpan sign --prepare。",
    ),
}
_OTHER = "重新插好介质后重试；还不行的，用介质自带的软件检查。"
_FINAL_TRY, _LOCKED = 0x20000, 0x40000
"""CKF_USER_PIN_FINAL_TRY and CKF_USER_PIN_LOCKED (PKCS#11 v3.1, 3.2)."""


def token_refusal(kind: str, *, where: str, flags: int = 0) -> KeyRefused:
    """The refusal for a PKCS#11 error of the class `kind`; `flags` are the token's after it."""
    if flags & _LOCKED and kind.startswith("Pin"):
        kind = "PinLocked"
    words, remedy = _WORDS.get(kind, (f"令牌出错（{kind}）", _OTHER))
    if flags & _FINAL_TRY and kind == "PinIncorrect":
        remedy = "只剩一次机会，再错就锁死：确认 PIN 之后再试。"
    return KeyRefused(words, where=where, remedy=remedy)


@contextmanager
def said(where: str, flags: Callable[[], int] = lambda: 0) -> Iterator[None]:
    """Turn the errors of a token into `KeyRefused`."""
    from pkcs11 import PKCS11Error

    try:
        yield
    except PKCS11Error as error:
        try:
            after = int(flags())
        except PKCS11Error:
            after = 0
        raise token_refusal(type(error).__name__, where=where, flags=after) from None
