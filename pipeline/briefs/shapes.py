"""Shapes of phrases that several readers know."""

import re

KEEP = (
    r"(?:store|record|keep(?: track of)?|track|save|need|know|hold|note(?: down)?|write down|jot down|log|collect|"
    r"register|"
    r"capture|"
    r"remember|want|have)"
)
INSIDE = re.compile(r"^(?P<owner>[\w -]{1,40}?)\s*\((?P<list>[^()]*(?:\([^()]*\)[^()]*)*)\)\.?$")
MANAGE = re.compile(
    r"\b(?:track|manag|stor|record|keep|register|maintain|organi[sz]|catalog(?:u)?|handl|log|monitor|administer|sav|"
    r"collect|list|schedul|plan)(?:e|es|ed|ing|s|ging)?"
    r"(?: track of| records? of| lists? of| an? (?:[\w-]+ )?(?:list|record|register|inventory|catalogue|catalog|"
    r"log|directory|collection|database|archive) of|"
    r" information (?:on|about))?\s+(?P<what>.+)$",
    re.IGNORECASE,
)
PLURAL_WITH = re.compile(
    r"^(?P<owner>[\w-]+(?: [\w-]+)?),? (?:each )?(?:with|having) (?P<list>.+(?:,|"
    r"\band\b).+)$",
    re.IGNORECASE,
)
PURPOSE = r"so that|so we|in order to|because|which|where|when|while"
TAIL = re.compile(rf"\s+(?:{PURPOSE}|in an?|in the|in one|at the|on the|at an?)\s.*$", re.IGNORECASE)
