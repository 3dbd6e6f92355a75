"""What a publication is about, for whom it is, and in which language: guessed from its words."""

import re
from collections.abc import Mapping

from kb.language import spoken

_FEWEST_WORDS = 20
_OF_WORDS = 0.004  # of the words must speak of a topic
_IN_TITLE = 5  # times as much as elsewhere

# topics are those that the start screen offers; words as they begin, since German compounds
_TOPICS: Mapping[str, re.Pattern[str]] = {
    topic: re.compile(rf"\b(?:{words})", re.IGNORECASE)
    for topic, words in {
        "ankunft": r"ankunft|ankommen|einreise|inobhutnahme|erstaufnahme|verteil|unbegleitet",
        "clearing": r"clearing|alters(?:feststellung|einschätzung)|perspektivklärung|erstgespräch",
        "asyl": r"asyl|aufenthalt|duldung|flüchtling|anhörung|bamf\b|bundesamt für migr|abschieb",
        "alltag": r"alltag|wohn(?:en|ung|gruppe)|freizeit|unterkunft|sport|vereine?\b|handy",
        "schule": r"schul|ausbildung|sprachkurs|deutschkurs|beruf|praktik|unterricht",
        "gesundheit": r"gesundheit|ärzt|arzt|krank|therap|trauma|impf|psych|medizin",
        "geld": r"geld|konto|bank|taschengeld|unterhalt|kosten|bafög|bürgergeld|sozialhilfe|lohn",
        "recht": r"recht|gesetz|gericht|vormundschaft|sorgerecht|bgb\b|sgb\b|paragra",
        "volljaehrigkeit": r"volljährig|achtzehn|18\.? geburtstag|erwachsen|junge volljährige",
        "danach": r"nachbetreuung|care ?leaver|selbstständig|verselbstständig|ehemalige",
    }.items()
}
_AUDIENCES: Mapping[str, re.Pattern[str]] = {
    audience: re.compile(words, re.IGNORECASE)
    for audience, words in {
        "Ehrenamtliche": r"ehrenamtlich",
        "Fachkräfte": r"\bfachkräft|sozialarbeit|\bpädagog|lehrkräft|\blehrer|amtsvormund",
        "junge Menschen": r"für (?:dich|jugendliche|junge (?:menschen|geflüchtete)|kinder)"
        r"|\bdeine rechte\b",
        "Eltern": r"\bfür eltern|\beltern(?:zettel|brief|ratgeber)|liebe eltern",
        "Schulung": r"\bschulung|multiplikator|train(?:er|ing)|fortbildung|seminar",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]{2,}")
_OFTEN = 3  # times that an audience must be spoken of where the title does not name it


def topics(title: str, text: str) -> tuple[str, ...]:
    """The topics that enough of the words speak of, in the order of the start screen."""
    words = len(_WORD.findall(text))
    if words < _FEWEST_WORDS:
        return tuple(topic for topic, words in _TOPICS.items() if words.search(title))
    return tuple(
        topic
        for topic, pattern in _TOPICS.items()
        if len(pattern.findall(text)) + _IN_TITLE * len(pattern.findall(title))
        >= max(_OFTEN, _OF_WORDS * words)
    )


def audience(title: str, text: str) -> tuple[str, ...]:
    """For whom it says it is; more than two is nobody in particular."""
    named = tuple(who for who, pattern in _AUDIENCES.items() if pattern.search(title))
    if named:
        return named
    counts = {who: len(pattern.findall(text)) for who, pattern in _AUDIENCES.items()}
    often = sorted((who for who in counts if counts[who] >= _OFTEN), key=lambda w: -counts[w])
    return tuple(often[:2])


def language(text: str) -> str:
    """The language the first pages are in; "" where there are too few words to tell."""
    return spoken(text) if len(_WORD.findall(text)) >= _FEWEST_WORDS else ""
