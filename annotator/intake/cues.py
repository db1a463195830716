"""What single paragraphs of a news article look like: byline, dateline, caption, site matter.

Every question here is about one paragraph on its own; ``zones`` knows where they stand. All lean
to "no": an unrecognised caption stays in the body, where it does no harm.
"""

from __future__ import annotations

import re

from annotator.intake.dates import ANY_DATE, FULL_DATE

_WIDE = re.compile("[\u1100-\u11ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]」』）]*$")
_ABBREVIATION_END = re.compile(r"\b(?:[^\W\d_]\.){2,}$|\b(?:Jr|Sr|Inc|Ltd|Co|Corp|St|No)\.$")

_AGENCY = (
    r"(?:Reuters|AP|AFP|dpa|EFE|ANSA|TASS|PA|UPI|CNN|BBC|Bloomberg|Kyodo|Xinhua|Interfax|PTI|ANI"
    r"|APA|EPA|ITAR-TASS|The Associated Press|Associated Press|Agence France-Presse|PA Media"
    r"|Press Association|Yonhap|Anadolu|AA|Agencies|Agenturen|Agences|Agencias|Staff"
    r"|رويترز|أ ف ب|أ\.ف\.ب|فرانس برس|د ب أ|أ ب|أسوشيتد برس|وكالات|وام|واس|قنا|الأناضول|شينخوا"
    r"|ロイター|共同|時事|新华社|中新社|연합뉴스)"
)
_AGENCIES = re.compile(rf"{_AGENCY}(?:\s*(?:/|,|and|und|et|y|و)\s*{_AGENCY})*\.?", re.I)
_ROLE = re.compile(
    rf"\b(?:correspondents?|reporters?|editor|staff writers?|korrespondent(?:in)?|{_AGENCY})\b",
    re.I,
)
_BY = re.compile(
    r"(?:(?:written |reporting |reported |words |story )?by|von|par|por|door|av|di"
    r"|(?:autora?|autorin|auteur|autore|text|texte|words|автор|авторы)\s*:)\s+(?P<names>\S.*)",
    re.I,
)
_BY_WITHOUT_CAPITALS = re.compile(
    r"(?:بقلم|إعداد\s*[:：/]|كتبت?\s*[:：/]|تقرير\s*[:：/])\s*[:：/]?\s*(?P<arabic>\S.{1,80})"
    r"|(?:文|取材・文|執筆|筆者|作者|撰文|記者|记者)\s*[:：=＝/／・]\s*(?P<named>\S.{0,30})"
    r"|(?:本报|本報|新华社)?(?:记者|記者)[\s\u3000]?(?P<reporter>\S{2,10})"
    r"|(?P<signed>\S{1,10}(?:[\s\u3000]\S{1,6})?[\s\u3000]?(?:記者|特派員|기자))(?:\s\S+@\S+)?"
)
_NAME_LINK = re.compile(r"(?:and|und|et|y|e|en|in|with|for|von|van|de|da|der|den|of|bin|al|the|&)")

_DATE_LINE = re.compile(
    r"(?:(?:first |last )?(?:published|updated|posted|modified)(?:\s+on)?|veröffentlicht(?:\s+am)?"
    r"|publié\s+le|publicado(?:\s+el)?|stand)?\s*[:：]?\s*"
    r"(?:[^\W\d_]{2,20},\s+|[^\W\d_]{6,10}day\s+)?"
    rf"{FULL_DATE}(?:,?\s*(?:at|um|à|-|–|\|)?\s*\d{{1,2}}[:.]\d{{2}}.{{0,12}})?\.?",
    re.I,
)
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^\d()（）—–:\n\"“”]{1,50}?)"
    rf"(?P<date>[,،]?\s+{ANY_DATE}\.?)?"
    r"\s*(?:[(（](?P<agency>[^()（）\n]{2,40})[)）])?"
    r"\s*(?:—|–|--|(?<=[\s)）])-)(?=\s|$)",
    re.I,
)
_DATELINE_OTHER = re.compile(
    r"【[^】\n]{0,20}(?:共同|時事|ロイター|AFP|AP|CNN|[=＝]|特派|記者)[^】\n]{0,20}】"
    r"|[［\[][^］\]\n]{1,20}日[^］\]\n]{0,20}(?:ロイター|共同|時事|AFP|AP)[^］\]\n]{0,6}[］\]]"
    r"|(?:新华社|中新社|中新网|人民网|本报)[^，。,\n]{2,25}?[电電](?:[\s\u3000]*[（(][^）)\n]{2,30}[）)])?"
    r"|[(（\[][^()（）\[\]\n]{1,15}=[^()（）\[\]\n]{2,15}[)）\]]"
)
#: Words in capitals before a dash that are no places.
_NO_PLACE = re.compile(
    r"(?:BREAKING|UPDATE|EXCLUSIVE|ANALYSIS|OPINION|WATCH|LIVE|VIDEO|CORRECTION|EXPLAINER|REVIEW"
    r"|INTERVIEW|COMMENT|FACTBOX|TIMELINE|WRAP|FEATURE|NEWS|ALERT|SPECIAL REPORT)\b"
)

_CAPTION = re.compile(
    r"(?:(?:photos?|photographs?|image|picture|credits?|caption|file photo|pictured|illustration"
    r"|foto|fotos|bild|bildquelle|quelle|crédits?|légende|fuente|صورة|الصورة|تصوير|写真|図|图|图片)"
    r"(?:\s+(?:credit|by|source|caption|courtesy))?\s*[:：|＝]"
    r"|image\s+(?:source|caption|credit|copyright)\b"
    r"|(?:photo|photograph|picture|image|illustration)\s+by\s|写真は)",
    re.I,
)
_CREDIT_END = re.compile(
    r"(?:[/|©(\[]\s*(?:via\s+)?|\b(?:photo|image|picture|credit|foto)s?\s*[:/]\s*.{0,40})"
    r"(?:[^/\n]{0,40}/\s*)?(?:Getty(?: Images)?|Shutterstock|iStock|Alamy|Unsplash|Reuters"
    r"|AP(?: Photo)?|AFP|EPA(?:-EFE)?|dpa|Bloomberg|PA(?: Wire| Media)?|Rex(?: Features)?|Keystone"
    r"|Picture Alliance)"
    r"(?:\s*/[^/\n]{0,40})?\s*[)\]]?\.?$",
    re.I,
)

_LONGEST_HEADLINE = 200  # in width
_LIST_BEGIN = re.compile(r"[-–—•*·▪◦]|\d+[.)]\s")


def width(text: str) -> int:
    """Count characters, those of East Asia for two and a half: they say that much more."""
    return len(text) + len(_WIDE.findall(text)) * 3 // 2


def ends_sentence(text: str) -> bool:
    """Say whether ``text`` ends as a sentence does, and not just with an abbreviation."""
    end = text[-20:]
    return bool(_SENTENCE_END.search(end)) and not _ABBREVIATION_END.search(end)


def is_prose(text: str, at_least: int) -> bool:
    """Say whether ``text`` is a statement at least so wide, or too long to be a headline.

    A short question is none: it may be a headline.
    """
    wide = width(text)
    if wide >= _LONGEST_HEADLINE:
        return True
    return wide >= at_least and ends_sentence(text) and not text.endswith(("?", "？", "؟"))


def is_list_item(text: str) -> bool:
    """Say whether ``text`` begins with a bullet or a number."""
    return bool(_LIST_BEGIN.match(text))


def byline(text: str) -> str | None:
    """Give the names in a byline, without its "By"; None if ``text`` is no byline."""
    if len(text) > 160 or "\n" in text:
        return None
    if _AGENCIES.fullmatch(text):
        return text
    if ends_sentence(text):
        return None
    if match := _BY_WITHOUT_CAPITALS.fullmatch(text):
        names = next(group for group in match.groups() if group)
        return names.strip() if len(names.split()) <= 10 else None
    match = _BY.fullmatch(text)
    names = (match["names"] if match else text).strip()
    if not _are_names(names) or not (match or _ROLE.search(names)):
        return None
    return names


def _are_names(text: str) -> bool:
    words = re.findall(r"[^\W\d_][\w.'’-]*", text)
    if not 0 < len(words) <= 14 or not words[0][0].isupper() or re.search(r"[\"“”:;]", text):
        return False
    return all(w[0].isupper() or _NAME_LINK.fullmatch(w) or _ROLE.fullmatch(w) for w in words)


def is_date_line(text: str) -> bool:
    """Say whether ``text`` is nothing but a date, perhaps with "Published", place and time."""
    return len(text) <= 80 and bool(_DATE_LINE.fullmatch(text))


def dateline_length(text: str) -> int:
    """Count the characters of the dateline ("LONDON, 3 Nov (Reuters) —") at the beginning."""
    if other := _DATELINE_OTHER.match(text):
        return other.end()
    match = _DATELINE.match(text)
    if match is None:
        return 0
    place, agency = match["place"].strip(), match["agency"]
    city = re.split("[,،/]", place)[0].strip()
    if len(place.split()) > 6 or _NO_PLACE.match(city):
        return 0
    in_capitals = city.isupper() and len(city) > 2
    named = bool(agency and _AGENCIES.fullmatch(agency.strip()))
    return match.end() if in_capitals or (named and not city[0].islower()) else 0


def is_caption(text: str) -> bool:
    """Say whether ``text`` calls itself a caption or ends with the credit of a picture."""
    return width(text) <= 350 and bool(_CAPTION.match(text) or _CREDIT_END.search(text))
