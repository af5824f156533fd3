"""A profile as one HTML file that needs nothing else: no script, no font, no picture from elsewhere."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from pipeline.contracts.data import Dataset
from pipeline.contracts.profile import Profile
from pipeline.data.report import amounts as amounts
from pipeline.data.report import parts as report_parts

TEMPLATE = "page.html.j2"
MOST_PAIRS = 30
MOST_FINDINGS = 100
MOST_SHIFTS = 30


def to_html(dataset: Dataset, profile: Profile) -> str:
    """The report. Text of the file is escaped, and personal data appears as the profile holds it: covered."""
    labels = {column.name: column.label for column in dataset.columns}
    return _template().render(
        dataset=dataset,
        profile=profile,
        labels=labels,
        facts=report_parts.facts_of_file(dataset, profile),
        cards=report_parts.cards(dataset, profile),
        curves=report_parts.curves(profile.series, labels),
        pairs=profile.associations[:MOST_PAIRS],
        findings=profile.quality.findings[:MOST_FINDINGS],
        shifts=profile.shifts[:MOST_SHIFTS],
        measures=report_parts.MEASURES,
        share=amounts.share,
    )


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.lstrip_blocks = True
    return environment.get_template(TEMPLATE)
