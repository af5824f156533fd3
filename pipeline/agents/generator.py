"""Agent 2, Code Generator: the brief for the generator, and the code."""

from pipeline.agents.code_improvement import CodeRequest, CodeSuggestion, code_evidence, with_patches
from pipeline.agents.open_meaning import code_meaning, task_meaning
from pipeline.agents.role import Improvement, Role
from pipeline.agents.task_improvement import BriefRequest, BriefSuggestion, task_evidence, with_tasks
from pipeline.contracts.work import CodeAnswer, GenerationBrief, SourceFile
from pipeline.projects.assembly import render_code
from pipeline.projects.coverage import cover
from pipeline.states import Agent


def brief(asked: BriefRequest) -> GenerationBrief:
    """The built-in PromptEngineer: the template, and the requirements that it leaves open."""
    requirements = cover(asked.plan)
    return GenerationBrief(
        template=asked.plan.analysis.analysis.project_type,
        instructions=tuple(f"{item.id}: {item.text}" for item in requirements if item.is_covered),
        uncovered=tuple(item.id for item in requirements if not item.is_covered),
        retry_reason=asked.retry_reason,
    )


PROMPT_ENGINEER = Role(
    name="PromptEngineer",
    agent=Agent.GENERATOR,
    task="Choose the template, and list the requirements that it answers and those that it leaves open.",
    request=BriefRequest,
    answer=GenerationBrief,
    draft=brief,
    improvement=Improvement(
        task=(
            "Each requirement of `uncovered` is not answered by the project that `files` lists; its note says why. For "
            "each one that a small change of the code can answer, give a task: the requirement's id, what to change "
            "and how a test can show it, in a few plain sentences, and the existing files that one must see to do it "
            "(the few that are changed or used, and one test that shows how the application is tested). Packages of "
            "`addable` may be added where one is needed. Leave out what needs other services, other new packages, or "
            "more than about 100 lines."
        ),
        evidence=task_evidence,
        suggestion=BriefSuggestion,
        apply=with_tasks,
        meaning=task_meaning,
    ),
)


def write(asked: CodeRequest) -> CodeAnswer:
    """The built-in CodeGenerator. The data file is no part of the answer: the workflow puts it beside the code."""
    rendered = render_code(asked.plan)
    files = tuple(SourceFile(path=path, content=content.decode()) for path, content in sorted(rendered.items()))
    return CodeAnswer(files=files, requirements=cover(asked.plan))


MOST_CODE_TOKENS = 16_000

CODE_GENERATOR = Role(
    name="CodeGenerator",
    agent=Agent.GENERATOR,
    task="Write the application, its tests and its pinned requirements.",
    request=CodeRequest,
    answer=CodeAnswer,
    draft=write,
    improvement=Improvement(
        task=(
            "Give a patch for each of `tasks`, small and complete. It consists of `edits` of files below app/ "
            "(`find` is copied exactly from the file as shown, occurs in it exactly once, and is replaced) and of"
            " `new_files` below app/ or tests/; at least one of them is tests/test_….py, with typed test "
            "functions that fail without the rest of the patch. Existing tests, pins, settings and files that "
            "guard the application cannot be changed; whatever keeps requests out stays, and new routes go to "
            "routers that ask for a key as before. Patches are written in a small language; whatever it does not "
            "have is refused, with its name. Code works on values: of the standard library and of `packages` only"
            " members that work on values can be imported (datetime, decimal, re.sub, json.dumps, "
            "collections.Counter, io.BytesIO, flask.render_template, fastapi.Depends, sqlalchemy.select …; no "
            "text(), no file, environment, process, thread, network or session), besides what the project's "
            "modules define themselves and other files with routes use, by absolute imports. No name or text with"
            " two underscores around it, no getattr or attrgetter with a name that is not written out, no `%` or "
            "format of a text that is not written out. Only what a function made itself (a list, dict or set, or "
            "an object of a class of the patch) is changed; nothing of app, router, request or configuration, no "
            "`del`, `global` or `while True`, no second meaning of a name. At the top of a file there are "
            "imports, constants, functions and classes. Routes are functions with the decorator of their file's "
            "own `router` or `blueprint`; records are written only in a route that posts, with the check that its"
            " neighbours have. Logs are logging.getLogger(__name__) with a message that is written out and ids. "
            "Pages are Jinja templates: names and functions that templates have already or are given, plain "
            "filters (no safe, attr or format), no script, every expression in an attribute within quotes, links "
            'to other sites only as <a href="https://…">; markup is never made in Python, and scripts of pages '
            "stay as they are. Answers are templates, typed responses that are no HTML, or redirects to "
            "url_for(…); nothing depends on today's date and constants alone, and no date to come is written out."
            " The whole change has at most 24,000 characters. Tests only import, define and assert; no "
            "monkeypatch or mock, no call as soon as they are imported, files only below tmp_path; their "
            "assertions have to fail where the patch's functions do nothing. Where the standard library is not "
            "enough, a patch adds packages of `addable`: its own `packages` give the name of each, and its code "
            "below app/ imports the `module`. Each new file of the application has to be used by the application."
            " Every module, class and function has a docstring and full types; mypy --strict and ruff must find "
            "nothing; lines have at most 120 characters; nothing is silenced by a comment. A file may only get "
            "shorter if `shrinks_because` says why. Where `refused` tells why a patch was dropped, mend that and "
            "give the whole patch again. Leave out a task that cannot be done so."
        ),
        evidence=code_evidence,
        suggestion=CodeSuggestion,
        apply=with_patches,
        max_output_tokens=MOST_CODE_TOKENS,
        meaning=code_meaning,
        has_own_view=True,
    ),
)
