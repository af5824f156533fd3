"""Sentences that ask the software to tell somebody something: "Send the owner a text when stock is low"."""

import re

from pipeline.briefs.words import DETERMINERS, is_plural, word_set

_WHEN = (
    r"(?:(?:when(?:ever)?|if|as soon as|once|before|after|in case|(?:every|each) (?:hour|night|day|morning|week|month|"
    r"quarter|year|\w+day)|\w+ (?:hours?|days?|weeks?) (?:before|after))\b[^,]*,\s+(?:then )?)?"
)
_MODAL = r"(?:should|must|will|can|has to|have to|needs? to|to|could)"
_ASKS = (
    r"(?:(?:please|also|then|automatically)\s+|(?:i|we)(?: also)? (?:want|need|wish|would like) (?=to|the|it)|"
    r"(?:(?:the|our|this|an?) )?(?:system|app|application|software|site|website|tool|platform|program|service|it) "
    rf"(?=[a-z])|{_MODAL} )*(?:(?:automatically|also|then|be able to) )*"
)
_TOLD = r"(?:notified|reminded|alerted|e-?mailed|texted|informed|warned|messaged)"
_NOTICE = r"(?:notification|reminder|alert|e-?mail|text message|text|sms|message|newsletter|warning)s?"
_TELLS = re.compile(rf"^{_WHEN}{_ASKS}(?:notif(?:y|ies)|reminds?|informs?|warns?)\s+\S", re.IGNORECASE)
_SENDS = re.compile(
    rf"^{_WHEN}{_ASKS}(?:sends?(?: out)?|e-?mails?|texts?|messages?|alerts?)\s+(?P<whom>[\w-]+)(?P<more>\s.+)?$",
    re.IGNORECASE,
)
_IS_TOLD = re.compile(
    rf"^{_WHEN}(?:(?!(?:has|have|whether|if|with)\b)[\w'-]+ ){{0,4}}?(?:{_MODAL} )?(?:"
    rf"(?:be|is|are|gets?) (?:\w+ly |also |then )?{_TOLD}\b|"
    rf"(?:be sent|(?:receives?|gets?)) (?:an? |the |daily |weekly |monthly )*{_NOTICE}(?: (?!of\b)|$))",
    re.IGNORECASE,
)
_OBJECTS = DETERMINERS | word_set(
    "me us them him everyone everybody people staff when if e-mail email sms text message"
)


def is_notice(text: str) -> bool:
    """Whether a clause asks that the software tells somebody something: what it names are no records because of that.

    "Send date" and "Email address" are names of fields.
    """
    plain = text.strip(" .!")
    if _TELLS.match(plain) or _IS_TOLD.match(plain):
        return True
    if sends := _SENDS.match(plain):
        return sends["whom"].lower() in _OBJECTS or (is_plural(sends["whom"]) and bool(sends["more"]))
    return False
