"""Chinese runs parted at their small words, for want of spaces: 华为 | 否认 | 了 | 指控.

Without a dictionary the words between the small ones stay together; that is enough to step
through a sentence and to find its noun-like chunks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TELLING = (
    "表示 认为 認為 指出 否认 否認 宣布 强调 強調 警告 声称 聲稱 宣称 宣稱 透露 告诉 告訴 承认 "
    "承認 呼吁 呼籲 批评 批評 相信 要求 回应 回應 说 說 称 稱"
)
_OTHER = (
    "他们 他們 她们 她們 它们 我们 我們 你们 你們 这些 這些 那些 这个 這個 那个 那個 以及 但是 "
    "而且 因为 因為 所以 如果 虽然 雖然 对于 對於 关于 關於 根据 根據 按照 通过 通過 由于 由於 "
    "没有 沒有 已经 已經 正在 可以 可能 应该 應該 的 了 并 並 在 是 和 与 與 或 被 把 也 都 就 将 "
    "將 向 对 對 从 從 他 她 它 这 這 那"
)
# Words in which one of the small ones is no word of its own.
_WHOLE = (
    "和平 和谐 和諧 和解 共和 温和 缓和 总和 现在 現在 存在 实在 所在 潜在 内在 外在 在线 在內 "
    "在内 目的 的确 的確 了解 为了 為了 除了 参与 參與 与会 與會 与其 首都 都市 成都 京都 也许 "
    "也許 就业 就業 成就 将军 將軍 将来 將來 即将 即將 方向 向来 对话 對話 对手 對手 对象 反对 "
    "反對 面对 面對 针对 針對 应对 應對 对外 對外 绝对 絕對 从事 從事 从来 從來 服从 于是 於是 "
    "是否 还是 還是 总是 總是 或者 或许 学说 小说 小說 说明 說明 说法 說法 据说 據說 说服 称为 "
    "稱為 名称 名稱 职称 被告 被动 把握 其他 其它 那么 那麼 这样 這樣 并非 並非 合并 合並"
)


def _any_of(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


SMALL_WORDS = frozenset(f"{_TELLING} {_OTHER}".split())
"""The words at which a run is parted."""

_PIECE = re.compile(f"(?:{_any_of(_WHOLE)})|(?P<small>{_any_of(f'{_TELLING} {_OTHER}')})")


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the pieces of a run of Chinese characters, the small words among them, in order."""
    at = start
    for match in _PIECE.finditer(text, start, end):
        if match["small"] is None:
            continue
        if at < match.start():
            yield at, match.start()
        yield match.span()
        at = match.end()
    if at < end:
        yield at, end
