"""The small words of some languages: what opens a noun phrase, what stands between two, what tells.

Data for guesses about structure, never for what is labelled. All are in small letters. A language
that isn't here has none, and its structure is guessed from capitals and punctuation alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class SmallWords:
    """Closed classes of one language.

    ``opening`` begins a noun phrase (the, some), ``pronouns`` stand for one, ``between`` stands
    between two, ``of`` joins a phrase to the one before it, ``that`` begins what is reported,
    ``telling`` are forms of reporting verbs, ``joining`` may join two clauses, ``helping`` are
    forms of auxiliaries, ``subjects`` are other words that a verb follows, ``relative`` those that
    one follows behind a noun, ``infinitive`` stands before a verb but not behind ``leading``.
    ``apart`` are all that stand outside of phrases.
    """

    opening: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    that: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()
    helping: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    relative: frozenset[str] = frozenset()
    infinitive: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    adverb_endings: tuple[str, ...] = ()
    verb_endings: tuple[str, ...] = ()
    gerund_endings: tuple[str, ...] = ()
    apart: frozenset[str] = frozenset()

    @property
    def known(self) -> bool:
        """Whether anything is known of the language."""
        return bool(self.apart)


@cache
def small_words(language: str | None) -> SmallWords:
    """Give the small words of a language by its code (``en``, ``pt-BR``); of English if `None`."""
    code = (language or "en").casefold().replace("_", "-").partition("-")[0]
    lists = _LISTS.get(code, {})

    def words(name: str) -> frozenset[str]:
        return frozenset(lists.get(name, "").split())

    def endings(name: str) -> tuple[str, ...]:
        return tuple(lists.get(name, "").split())

    return SmallWords(
        opening=words("opening"),
        pronouns=words("pronouns"),
        between=words("between"),
        of=words("of"),
        that=words("that"),
        telling=words("telling"),
        joining=words("joining"),
        helping=words("helping"),
        subjects=words("subjects"),
        relative=words("relative"),
        infinitive=words("infinitive"),
        leading=words("leading"),
        adverb_endings=endings("adverb_endings"),
        verb_endings=endings("verb_endings"),
        gerund_endings=endings("gerund_endings"),
        apart=frozenset().union(*map(words, _OUTSIDE)),
    )


_OUTSIDE = ("between", "of", "that", "telling", "joining", "helping")
_LISTS: dict[str, dict[str, str]] = {
    "en": {
        "opening": "a an the this these those my your his her its our their some any each every no "
        "another many most several few other",
        "pronouns": "he she they we",
        "between": "of in on at by for from to according with without within into onto over under "
        "about against between among through during before after since until across around beyond "
        "behind near off out up down per via as than like despite amid toward towards upon and or "
        "but nor yet so if when while because although though unless whether where why how that "
        "which who whom whose what not never also only just even still already now then here there "
        "too very more much both either neither all such it i you him them us me himself "
        "themselves itself again ago however moreover meanwhile rather instead",
        "of": "of",
        "that": "that",
        "telling": "say says said saying tell tells told telling ask asks asked add adds added "
        "argue argues argued assert asserts asserted believe believes believed claimed cite cites "
        "cited confirm confirms confirmed declare declares declared deny denies denied describe "
        "describes described explain explains explained insist insists insisted maintain maintains "
        "maintained mention mentions mentioned predict predicts predicted recall recalled repeat "
        "repeated reply replies replied respond responds responded reveal reveals revealed see "
        "sees saw suggest suggests suggested think thinks thought warn warns warned write writes "
        "wrote announce announces announced allege alleges alleged accuse accuses accused admit "
        "admits admitted agree agrees agreed concede concedes conceded conclude concludes "
        "concluded expect expects expected imply implies implied indicate indicates indicated know "
        "knows knew noted stated urged vowed feared hoped estimated emphasised emphasized stressed "
        "promised",
        "joining": "and but or",
        "helping": "is are was were be been being am has have had having do does did will would "
        "shall should can could may might must ought",
        "subjects": "it i you who which",
        "relative": "that",
        "infinitive": "to",
        "leading": "according due thanks related connected opposed close next prior compared",
        "adverb_endings": "ly",
        "verb_endings": "ed",
        "gerund_endings": "ing",
    },
    "de": {
        "opening": "der die das den dem des ein eine einen einem eines einer dieser diese dieses "
        "diesen diesem jener jene jenes mein dein sein seine seinen seinem seiner seines ihr ihre "
        "ihren ihrem ihrer ihres unser unsere unseren euer eure kein keine keinen keinem keiner "
        "einige mehrere viele manche alle beide jeder jede jedes",
        "pronouns": "er wir ich",
        "between": "in im ins an am ans auf aus bei beim mit nach seit von vom zu zum zur für "
        "durch gegen ohne um über unter vor zwischen hinter neben während wegen trotz bis laut "
        "gemäß und oder aber sondern denn doch wenn weil als wie obwohl damit nicht auch nur noch "
        "schon so da dort hier dann sie es ihn ihm ihnen uns man sich was wer wo",
        "of": "der des von vom",
        "that": "dass daß",
        "telling": "sagt sagte sagten gesagt erklärt erklärte erklärten teilte teilten meint "
        "meinte betont betonte behauptet behauptete berichtet berichtete berichten warnt warnte "
        "fordert forderte kritisiert kritisierte bestätigt bestätigte dementiert dementierte "
        "glaubt glaubte nennt nannte schreibt schrieb zitiert zitierte bestreitet bestritt "
        "kündigte heißt hieß",
        "joining": "und aber oder",
        "helping": "ist sind war waren wird werden wurde wurden worden hat haben hatte hatten kann "
        "können konnte konnten soll sollen sollte muss müssen will wollen darf dürfen mag sei "
        "seien",
    },
    "fr": {
        "opening": "le la les l' l’ un une des ce cet cette ces mon ma mes son sa ses notre nos "
        "votre vos leur leurs plusieurs quelques certains certaines chaque aucun aucune",
        "pronouns": "il elle ils elles nous vous je on",
        "between": "de du d' d’ à au aux en dans sur sous par pour avec sans entre chez vers "
        "contre depuis pendant avant après selon malgré comme et ou mais ni car donc qui quoi dont "
        "où si quand lorsque puisque parce ne n' n’ pas plus aussi très déjà encore lui y ce c' c’ "
        "j' j’ se s' s’ m' m’ t' t’ là ainsi alors",
        "of": "de du des d' d’",
        "that": "que qu' qu’",
        "telling": "dit disent dire déclare déclaré affirme affirmé affirment assure assuré estime "
        "estimé explique expliqué indique indiqué annonce annoncé ajoute ajouté précise précisé "
        "souligne souligné dénonce dénoncé accuse accusé nie nié confirme confirmé raconte répond",
        "joining": "et mais ou",
        "helping": "est sont était étaient a ont avait avaient sera seront serait été être avoir "
        "peut peuvent doit doivent va vont fait",
        "adverb_endings": "ment",
    },
    "es": {
        "opening": "el la los las lo un una unos unas este esta estos estas ese esa esos esas su "
        "sus mi mis nuestro nuestra nuestros nuestras varios varias algunos algunas cada ningún",
        "pronouns": "él ella ellos ellas nosotros yo",
        "between": "de del a al en por para con sin sobre entre desde hasta hacia contra según "
        "durante tras ante y e o u pero ni sino si cuando mientras porque aunque como donde quien "
        "cuyo cuya no también ya más muy se le les lo nos",
        "of": "de del",
        "that": "que",
        "telling": "dice dijo dicen dijeron afirma afirmó afirman asegura aseguró explica explicó "
        "indica indicó anuncia anunció añade añadió señala señaló sostiene sostuvo niega negó "
        "advierte advirtió declara declaró confirma confirmó",
        "joining": "y pero o",
        "helping": "es son era eran fue fueron ha han había habían será serán está están estaba "
        "puede pueden debe deben va van ser sido",
        "adverb_endings": "mente",
    },
    "it": {
        "opening": "il lo la i gli le l' l’ un uno una un' un’ questo questa questi queste quel "
        "quella quei quelle suo sua suoi sue loro nostro nostra alcuni alcune ogni nessun",
        "pronouns": "lui lei noi io egli ella",
        "between": "di del dello della dei degli delle dell' dell’ a al allo alla ai agli alle "
        "all' all’ da dal dalla dai dalle dall' dall’ in nel nella nei nelle nell' nell’ su sul "
        "sulla sui sulle sull' sull’ con per tra fra secondo contro durante dopo prima e ed o ma "
        "se quando mentre perché anche non più già molto come dove chi cui ci si",
        "of": "di del dello della dei degli delle dell' dell’",
        "that": "che",
        "telling": "dice disse detto dicono afferma affermato spiega spiegato annuncia annunciato "
        "aggiunge aggiunto sostiene sostenuto dichiara dichiarato conferma confermato nega negato "
        "avverte sottolinea sottolineato",
        "joining": "e ed ma o",
        "helping": "è sono era erano ha hanno aveva avevano sarà saranno stato stati può possono "
        "deve devono essere avere",
        "adverb_endings": "mente",
    },
    "pt": {
        "opening": "o a os as um uma uns umas este esta estes estas esse essa esses essas seu sua "
        "seus suas nosso nossa alguns algumas vários várias cada nenhum",
        "pronouns": "ele ela eles elas nós eu",
        "between": "de do da dos das em no na nos nas por pelo pela pelos pelas para com sem sobre "
        "entre desde até contra segundo durante após ao aos à às e ou mas nem se quando enquanto "
        "porque embora como onde quem não também já mais muito",
        "of": "de do da dos das",
        "that": "que",
        "telling": "diz disse dizem disseram afirma afirmou afirmam explica explicou anuncia "
        "anunciou acrescenta acrescentou nega negou alerta alertou declara declarou confirma "
        "confirmou garante garantiu",
        "joining": "e mas ou",
        "helping": "é são era eram foi foram tem têm tinha será serão está estão pode podem deve "
        "devem ser sido",
        "adverb_endings": "mente",
    },
    "nl": {
        "opening": "de het een deze dit die zijn haar hun ons onze mijn enkele sommige "
        "verschillende veel alle elke geen",
        "pronouns": "hij zij wij ik ze we",
        "between": "van in op aan bij met naar voor door tegen over onder uit tot om te tussen "
        "tijdens volgens na sinds en of maar als toen terwijl omdat hoewel niet ook nog al er hier "
        "daar wie wat waar zich",
        "of": "van",
        "that": "dat",
        "telling": "zegt zei zeggen zeiden verklaart verklaarde meldt meldde stelt stelde "
        "waarschuwt waarschuwde bevestigt bevestigde ontkent ontkende gelooft vindt schrijft",
        "joining": "en maar of",
        "helping": "is zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen "
        "zal zullen moet moeten wil mag",
    },
    "ar": {
        "pronouns": "هو هي هم نحن أنا",
        "between": "في من إلى الى على عن مع بعد قبل بين حول خلال منذ حتى عند لدى ضد كما لكن أو أم "
        "ثم حيث إذا لأن لم لن لا ما قد لقد هذا هذه ذلك تلك التي الذي الذين وفي ومن وعلى كل أي ان "
        "بحسب وفق وفقا",
        "that": "أن إن أنّ إنّ بأن وأن وإن",
        "telling": "قال قالت وقال وقالت يقول تقول أضاف أضافت وأضاف وأضافت أكد أكدت وأكد وأكدت يؤكد "
        "أعلن أعلنت وأعلن وأعلنت صرح صرحت ذكر ذكرت وذكر وذكرت أوضح أوضحت وأوضح وأوضحت أشار أشارت "
        "وأشار وأشارت نفى نفت حذر حذرت",
        "joining": "و لكن أو",
        "helping": "كان كانت يكون تكون كانوا ليس ليست سيكون",
    },
}
