"""Unified diffs of files, as long as a person reads."""

from pipeline.differences import changed, difference, shown


def test_new_gone_and_changed_files() -> None:
    before = {"a.py": b"x = 1\n", "gone.py": b"y = 1\n", "same.py": b"z = 1\n", "b.bin": b"\xff"}
    after = {"a.py": b"x = 2\n", "new.py": b"y = 1\n", "same.py": b"z = 1\n", "b.bin": b"\xfe"}
    assert changed(before, after).splitlines() == [
        *("--- a/a.py", "+++ b/a.py", "@@ -1 +1 @@", "-x = 1", "+x = 2"),
        "Binary files a/b.bin and b/b.bin differ",
        *("--- a/gone.py", "+++ /dev/null", "@@ -1 +0,0 @@", "-y = 1"),
        *("--- /dev/null", "+++ b/new.py", "@@ -0,0 +1 @@", "+y = 1"),
    ]
    assert difference(before, after, ["same.py"]) == ""


def test_what_is_too_long_says_so() -> None:
    whole = "\n".join(f"+line {number}" for number in range(1000))
    text = shown(whole, 400)
    assert len(text) <= 400
    *kept, last = text.splitlines()
    assert kept == whole.splitlines()[: len(kept)]
    assert last == f"… {1000 - len(kept):,} more lines are not shown."
    assert shown(whole, len(whole)) == whole
