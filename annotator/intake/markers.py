"""The words by which the matter of a site, not of its article, gives itself away."""

from __future__ import annotations

import re

from annotator.intake.cues import width

#: A heading that no article has in its midst.
_STRONG = re.compile(
    r"(?:featured (?:resources?|content|videos?)|most (?:popular|read|viewed|shared|watched)"
    r"|(?:related|recommended|similar|further|suggested) (?:articles?|stories|story|content|posts?"
    r"|topics?|links?|reading|news|coverage|videos?)|recommended(?: for you)?"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|more (?:from|on|in) [^.!?]{2,60}"
    r"|more stories|top stories|latest news|trending(?: now)?|editor['’]?s['’]? picks?"
    r"|(?:©|\(c\)|copyright\b).*|.{0,60}\ball rights reserved\b.*"
    r"|(?:we|this (?:web)?site) uses? cookies\b.*|(?:accept|manage|reject)(?: all)? cookies"
    r"|[^.]{0,30}\bcookie (?:policy|settings|preferences|notice)\b.*"
    r"|sponsored(?: content)?|about the authors?|leave a (?:comment|reply)|comments? \(\d+\)"
    r"|mehr zum thema|meistgelesen(?:e artikel)?|das könnte sie auch interessieren|weitere artikel"
    r"|(?:les )?plus lus?|sur le même sujet|articles (?:liés|similaires)|más le[ií]d[ao]s"
    r"|te puede interesar|noticias relacionadas|i più letti|читайте также|популярное"
    r"|الأكثر قراءة|مواضيع ذات صلة|أخبار ذات صلة|موضوعات متعلقة|جميع الحقوق محفوظة.*"
    r"|関連記事|関連ニュース|人気記事|アクセスランキング|おすすめ(?:の)?記事|あわせて読みたい"
    r"|相关(?:阅读|文章|新闻)|热门(?:文章|新闻)|推荐阅读|版权所有.*"
    r"|관련\s?기사|많이 본 뉴스)\s*[:：]?",
    re.I,
)
#: What also stands between the paragraphs of an article.
_WEAK = re.compile(
    r"(?:read (?:more|next|also)\b.*|see also\b.*|related\s*:.*|sign up\b.*|subscribe\b.*"
    r"|[^.]{0,60}\bnewsletters?\b[^.]*|share (?:this|on|via)\b.*|share|follow us\b.*|advertisement"
    r"|ad|free download|download (?:now|the app|our app)\b.*|log in|tags\s*:.*|topics\s*:.*"
    r"|anzeige|werbung|lesen sie auch\b.*|(?:à )?lire aussi\b.*|publicité|s['’]abonner\b.*"
    r"|publicidad|lea también\b.*|leggi anche\b.*|реклама|اقرأ أيض[اًا]+.*|إعلان|اشترك\b.*|شارك\b.*"
    r"|広告|シェア(?:する)?|广告|分享(?:到)?.*|광고)\s*[:：]?",
    re.I,
)
_SITE_WORDS = re.compile(
    r"\b(?:newsletters?|cookies?|privacy (?:policy|notice)|subscri(?:be|ption)s?|sign up|inbox"
    r"|terms (?:of use|and conditions)|advertis(?:ing|ement)|unsubscribe|datenschutz\w*"
    r"|abonnement|abonnieren)\b",
    re.I,
)
_TO_THE_READER = re.compile(
    r"\b(?:you|your|our|we|us|sie|ihre?n?|wir|unser\w*|vous|votre|nous)\b", re.I
)
_RIGHTS = re.compile(
    r"©|\ball rights reserved\b|جميع الحقوق محفوظة|版权所有|無断転載|著作権は", re.I
)
_WIDEST_NOTICE = 400
_WIDEST = 120


def is_strong(text: str) -> bool:
    """Say whether ``text`` is a heading such as "Most Popular" or a line such as "© 2021"."""
    return width(text) <= _WIDEST and bool(_STRONG.fullmatch(text))


def is_weak(text: str) -> bool:
    """Say whether ``text`` is a line such as "Advertisement" or "Read more: …"."""
    return width(text) <= _WIDEST and bool(_WEAK.fullmatch(text))


def is_notice(text: str) -> bool:
    """Say whether ``text`` tells the reader of newsletters, cookies, rights and the like."""
    if width(text) > _WIDEST_NOTICE:
        return False
    to_the_reader = _SITE_WORDS.search(text) and _TO_THE_READER.search(text)
    return bool(to_the_reader or _RIGHTS.search(text))
