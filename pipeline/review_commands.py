"""The commands that look at what was found and done: findings, dismissals, attempts and the audit log."""

import argparse
import textwrap

from pipeline.attempts import history
from pipeline.counting import count
from pipeline.output import Failed, Out
from pipeline.review.findings import counts, judged, pending, tools_of
from pipeline.review.sarif import sarif_text
from pipeline.service import Service

AUDIT_SHOWN = 20


def audit(options: argparse.Namespace, out: Out) -> None:
    """`audit`: whether the log is as it was written, and its newest entries."""
    service = Service.at(options.home)
    log = service.store.audit
    if options.output:
        with options.output.open("x", encoding="utf-8") as file:
            file.writelines(log.exported())
    newest = log.newest(AUDIT_SHOWN)
    for entry in reversed(newest):
        run = f"run {entry.run_id}" if entry.run_id else ""
        out.line(
            f"{entry.at[:19]}  {run:<8} {entry.who:<12} {entry.event:<20} {entry.subject}  {entry.detail}".rstrip()
        )
    chain = log.verify()
    out.result({**chain._asdict(), "newest": [entry.model_dump() for entry in newest]})
    if not chain.is_sound:
        raise Failed(chain.problem)
    out.line(f"{count(chain.entries, 'entry', 'entries')}, each as it was written.")


def record(options: argparse.Namespace, out: Out) -> None:
    """`record RUN`: what is written down of its release, and whether that is as it was written."""
    records = Service.at(options.home).records
    text = records.read(options.run)
    out.line(text.rstrip())
    problem = records.check(options.run) if options.check else ""
    out.result({"path": str(records.path(options.run)), "record": text, "problem": problem})
    if problem:
        raise Failed(problem)
    if options.check:
        out.line("It is as it was written.")


def findings(options: argparse.Namespace, out: Out) -> None:
    """`findings RUN`: what every tool saw, and what a person said of it; as SARIF if asked for."""
    service = Service.at(options.home)
    found = judged(service.store, options.run)
    if options.output:
        with options.output.open("x", encoding="utf-8") as file:
            file.write(sarif_text(found, tools_of(service.store.runs, options.run)))
    for each in found:
        one, reason = each.finding, f" ({each.dismissal.reason})" if each.dismissal else ""
        said = f"{one.place}  {one.tool} {one.rule}: {one.message}"
        out.line(f"{one.key}  {one.severity:<6} {each.standing}{reason}  {said}")
    numbers, lacking = counts(found), pending(service.store.runs, service.store.runs.get(options.run))
    out.line(", ".join(f"{number} {standing}" for standing, number in numbers.items()))
    if lacking:
        out.line(lacking)
    listed = [
        {**each.finding.model_dump(mode="json"), "key": each.finding.key, "standing": each.standing} for each in found
    ]
    by_standing = {str(standing): number for standing, number in numbers.items()}
    out.result({"findings": listed, "pending": lacking, **by_standing})


def attempts(options: argparse.Namespace, out: Out) -> None:
    """`attempts RUN`: what was tried to make the project better, newest first, each with its reason and diff."""
    service = Service.at(options.home)
    service.store.runs.get(options.run)
    tried = history(service.store.runs, options.run)
    for one in tried:
        out.line(f"{one.at}  {one.kind}  {_visible(one.title)} ({one.outcome})")
        for text in filter(None, (one.reason, one.diff)):
            out.line(textwrap.indent(_visible(text), "    "))
    out.line(f"{count(len(tried), 'attempt')}.")
    out.result({"attempts": [one.model_dump(mode="json") for one in tried]})


def dismiss(options: argparse.Namespace, out: Out) -> None:
    """`dismiss RUN FINDING --reason TEXT`, or `--reopen`."""
    service = Service.at(options.home)
    if options.reopen:
        service.reopen(options.run, options.finding)
    else:
        service.dismiss(options.run, options.finding, options.reason)
    out.line(f"Finding {options.finding} is {'open again' if options.reopen else 'dismissed'}.")
    out.result({"finding": options.finding, "dismissed": not options.reopen})


def _visible(text: str) -> str:
    """Text of a model or a file without what a terminal would obey, its lines as they are."""
    return "".join(sign if sign.isprintable() or sign in "\t\n" else "�" for sign in text)
