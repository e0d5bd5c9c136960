"""Prints what ran: a row a suite and database, from what the test runners wrote down themselves.

Takes the folder that `scripts/test` filled: `listed.json` (every test that exists), `junit.xml`
(every test that ran), `doctests.txt` and `api.xml` (every operation of the API that was tried). Ends with 1 when a test failed or was left out, when a
suite is empty, or when a suite ran more tests on one database than on the other.
"""

import json
import re
import sys
import xml.etree.ElementTree as xml
from collections import Counter, defaultdict
from pathlib import Path

# Every suite, with the databases it must have run on ("-": tests that need none).
SUITES = {
    "unit": ["-"],
    "integration": ["-", "sqlite", "postgres"],
    "browser": ["-"],
    "doctests": ["-"],
    "api": ["-"],
}
DATABASES = ("sqlite", "postgres")


def suite_and_engine(binary, test):
    """The row a test counts in, from the names of its binary and of itself."""
    engine = test.rsplit("::", 1)[-1]
    engine = engine if engine in DATABASES else "-"
    if binary != "regiovraag::it":
        return "unit", engine
    return ("browser" if test.startswith("browser::") else "integration"), engine


def nextest(folder, rows, faults):
    """Counts the tests that cargo-nextest knows against those that it ran."""
    listed = json.loads((folder / "listed.json").read_text())
    known = {
        (binary, test)
        for binary, found in listed["rust-suites"].items()
        for test in found["testcases"]
    }
    ran = {}
    for suite in xml.parse(folder / "junit.xml").getroot().iter("testsuite"):
        for case in suite.iter("testcase"):
            bad = any(case.find(tag) is not None for tag in ("failure", "error"))
            ran[(suite.get("name"), case.get("name"))] = "failed" if bad else "passed"

    for key in sorted(known | ran.keys()):
        outcome = ran.get(key, "skipped")
        rows[suite_and_engine(*key)][outcome] += 1
        if outcome != "passed":
            faults.append(f"{outcome}: {' '.join(key)}")


def doctests(folder, rows, faults):
    """Counts the examples in the documentation, as `cargo test --doc` names them."""
    outcomes = {"ok": "passed", "FAILED": "failed", "ignored": "skipped"}
    line = re.compile(r"^test (.+?)(?: - [a-z ]+)? \.\.\. (ok|FAILED|ignored)$")
    for match in filter(None, map(line.match, (folder / "doctests.txt").read_text().splitlines())):
        outcome = outcomes[match[2]]
        rows[("doctests", "-")][outcome] += 1
        if outcome != "passed":
            faults.append(f"{outcome}: {match[1]}")


def api(folder, rows, faults):
    """Counts the operations of the API that Schemathesis tried, and what it did with them in a row."""
    try:
        written = xml.parse(folder / "api.xml").getroot()
    except (OSError, xml.ParseError):
        return  # nothing ran, which is told of every suite
    for case in written.iter("testcase"):
        outcome = "passed"
        for tag, name in (("skipped", "skipped"), ("failure", "failed"), ("error", "failed")):
            if case.find(tag) is not None:
                outcome = name
        rows[("api", "-")][outcome] += 1
        if outcome != "passed":
            faults.append(f"{outcome}: {case.get('name')}")


def main(folder):
    rows, faults = defaultdict(Counter), []
    nextest(folder, rows, faults)
    doctests(folder, rows, faults)
    api(folder, rows, faults)

    for suite, engines in SUITES.items():
        for engine in engines:
            counts = rows[(suite, engine)]
            if counts["passed"] + counts["failed"] == 0:
                faults.append(f"nothing ran: {suite}, {engine}")
    for suite in {suite for suite, _ in rows}:
        sqlite, postgres = (sum(rows[(suite, engine)].values()) for engine in DATABASES)
        if sqlite != postgres:
            faults.append(f"{suite}: {sqlite} on sqlite and {postgres} on postgres")

    line = "{:<12}  {:<8}  {:>5}  {:>6}  {:>7}".format
    print(line("suite", "engine", "run", "failed", "skipped"))
    total = Counter()
    for suite, engine in sorted(rows, key=lambda row: (list(SUITES).index(row[0]), row[1])):
        counts = rows[(suite, engine)]
        if sum(counts.values()) == 0 and engine not in SUITES[suite]:
            continue
        total += counts
        ran = counts["passed"] + counts["failed"]
        print(line(suite, engine, ran, counts["failed"], counts["skipped"]))
    if faults:
        print("", *faults, sep="\n")
    print(f"\n{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
